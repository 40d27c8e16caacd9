import { type ReactElement, useState } from 'react'
import { withDialog } from './button.tsx'
import type { LabelProps } from './label-dialog.tsx'
import { PageCode } from './lazy-page.tsx'
import { LazyPart } from './lazy-part.tsx'

const code = new PageCode('label', () => import('./label-dialog.tsx'))

/** A button that asks what a batch is to be called. */
export function LabelButton({ trigger, ...props }: LabelProps & { trigger: ReactElement }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      {withDialog(trigger, () => setOpen(true))}
      {open ? <LazyPart code={code} show={{ ...props, onClose: () => setOpen(false) }} /> : null}
    </>
  )
}
