import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

export interface ConfirmProps {
  title: string
  children: ReactNode
  /** What the button that does it says. */
  deed: string
  onConfirm: () => void
}

/** Asks about a deed once more. */
export default function ConfirmDialog({
  title,
  children,
  deed,
  onConfirm,
  onClose,
}: ConfirmProps & { onClose: () => void }) {
  return (
    <AlertDialog.Root open onOpenChange={open => open || onClose()}>
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
