import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactElement, ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

/** A button whose deed is asked about once more. */
export function Confirm({
  trigger,
  title,
  children,
  deed,
  onConfirm,
}: {
  trigger: ReactElement
  title: string
  children: ReactNode
  /** What the button that does it says. */
  deed: string
  onConfirm: () => void
}) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop ?? ''} />
        <AlertDialog.Popup className={styles.popup ?? ''}>
          <AlertDialog.Title className={styles.title ?? ''}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.description ?? ''}>{children}</AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Close render={<Button />}>Back</AlertDialog.Close>
            <AlertDialog.Close render={<Button look="danger" onClick={onConfirm} />}>
              {deed}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
