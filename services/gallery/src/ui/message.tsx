import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './message.module.css'

/** A page, or a place on one, that has nothing to show but why. */
export function Message({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={styles.message}>
      <Icon aria-hidden="true" strokeWidth={1.5} />
      {/* Has the focus where what had it is gone. */}
      <h1 tabIndex={-1}>{title}</h1>
      {children === undefined ? null : <div className={styles.text}>{children}</div>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
