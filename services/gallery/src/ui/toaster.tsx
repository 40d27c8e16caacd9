import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { Button } from './button.tsx'
import styles from './toaster.module.css'

/** Says something from anywhere: `toasts.add({title, ...})`. */
export const toasts = Toast.createToastManager()

export function Toaster() {
  return (
    <Toast.Provider toastManager={toasts} timeout={6_000} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Toasts() {
  const { toasts } = Toast.useToastManager()
  return toasts.map(toast => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast ?? ''}>
      <Toast.Content className={styles.content ?? ''}>
        <Toast.Title className={styles.title ?? ''} />
        <Toast.Description className={styles.description ?? ''} />
      </Toast.Content>
      <Toast.Action className={styles.action ?? ''} />
      <Toast.Close render={<Button look="quiet" icon aria-label="Dismiss" />}>
        <X aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  ))
}
