import { Dialog } from '@base-ui/react/dialog'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import dialog from '../../../ui/dialog.module.css'
import styles from './mend-dialog.module.css'

/** What is asked before something of a batch is made, anew or in addition. */
export function MendDialog({
  title,
  description,
  wide = false,
  onClose,
  children,
}: {
  title: string
  description: ReactNode
  wide?: boolean
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop ?? ''} />
        <Dialog.Popup className={clsx(dialog.popup, styles.popup, wide && styles.wide)}>
          <Dialog.Title className={dialog.title ?? ''}>{title}</Dialog.Title>
          <Dialog.Description className={dialog.description ?? ''}>{description}</Dialog.Description>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
