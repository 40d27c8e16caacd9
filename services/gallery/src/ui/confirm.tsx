import { type ReactElement, useState } from 'react'
import { withDialog } from './button.tsx'
import type { ConfirmProps } from './confirm-dialog.tsx'
import { PageCode } from './lazy-page.tsx'
import { LazyPart } from './lazy-part.tsx'

const code = new PageCode('confirmation', () => import('./confirm-dialog.tsx'))

/** A button whose deed is asked about once more. */
export function Confirm({ trigger, ...props }: ConfirmProps & { trigger: ReactElement }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      {withDialog(trigger, () => setOpen(true))}
      {open ? <LazyPart code={code} show={{ ...props, onClose: () => setOpen(false) }} /> : null}
    </>
  )
}
