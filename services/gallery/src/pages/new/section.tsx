import type { ReactNode } from 'react'
import styles from './section.module.css'

/** One part of the form. */
export function Section({
  fields,
  title,
  note,
  aside,
  children,
}: {
  /** Fields of the request that it is about, by which their faults find it. */
  fields: readonly string[]
  title: ReactNode
  note?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section} data-fields={fields.join(' ')}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
        {aside === undefined ? null : <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  )
}
