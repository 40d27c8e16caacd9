import styles from './sample.module.css'

/** A small picture of a style, template or font: loaded once it is in sight, and then kept by the browser. */
export function Sample({ url }: { url: string }) {
  return (
    <span className={styles.sample}>
      <img src={url} alt="" loading="lazy" decoding="async" />
    </span>
  )
}
