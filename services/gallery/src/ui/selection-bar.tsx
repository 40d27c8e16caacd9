import clsx from 'clsx'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { count } from '../lib/format.ts'
import { Button } from './button.tsx'
import styles from './selection-bar.module.css'

/** How many are selected, and what can be done with them. On a narrow screen a button with an icon shows that alone. */
export function SelectionBar({
  of,
  place,
  onDone,
  children,
}: {
  of: number
  /** `inside`: at the bottom of the part of the page around it. `over`: of the window. */
  place: 'inside' | 'over'
  /** Nothing is to be selected any more. */
  onDone: () => void
  children: ReactNode
}) {
  return (
    <section className={clsx(styles.bar, styles[place])} aria-label="Selection">
      <b>{count(of)} selected</b>
      {children}
      <Button look="quiet" icon aria-label="Select none" onClick={onDone}>
        <X aria-hidden="true" />
      </Button>
    </section>
  )
}
