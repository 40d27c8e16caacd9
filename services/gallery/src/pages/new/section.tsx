import type { ReactNode } from 'react'
import styles from './section.module.css'

/** One part of the form. */
export function Section({
  title,
  note,
  aside,
  children,
}: {
  title: ReactNode
  note?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
        {aside === undefined ? null : <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  )
}
