import clsx from 'clsx'
import { CircleAlert, FlaskConical, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './notice.module.css'

const ICONS = { info: Info, warning: TriangleAlert, bad: CircleAlert, simulated: FlaskConical }

/** A sentence or two that belong to what is beside them. */
export function Notice({
  kind,
  children,
  action,
  className,
  live = false,
}: {
  kind: keyof typeof ICONS
  children: ReactNode
  action?: ReactNode
  className?: string | undefined
  /** Read out when it appears. */
  live?: boolean
}) {
  const Icon = ICONS[kind]
  return (
    <div className={clsx(styles.notice, styles[kind], className)} {...(live && { role: 'status' })}>
      <Icon aria-hidden="true" />
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  )
}
