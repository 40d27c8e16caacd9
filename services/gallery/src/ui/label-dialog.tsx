import { Dialog } from '@base-ui/react/dialog'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api/calls.ts'
import type { LabelView } from '../api/types.ts'
import { Button } from './button.tsx'
import dialog from './dialog.module.css'
import field from './field.module.css'
import { Notice } from './notice.tsx'
import { TagsField } from './tags.tsx'

interface LabelProps {
  batch: { id: string; name?: string | undefined; tags?: readonly string[] | undefined }
  /** Called with what it is called now. */
  onSaved: (label: LabelView) => void
}

/** A button that asks what a batch is to be called. */
export function LabelDialog({ trigger, ...props }: LabelProps & { trigger: ReactElement }) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop ?? ''} />
        <Dialog.Popup className={dialog.popup ?? ''}>
          <Dialog.Title className={dialog.title ?? ''}>Name and tags</Dialog.Title>
          <LabelForm {...props} onClose={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function LabelForm({ batch, onSaved, onClose }: LabelProps & { onClose: () => void }) {
  const [name, setName] = useState(batch.name ?? '')
  const [tags, setTags] = useState<readonly string[]>(batch.tags ?? [])
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })

  const save = async (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setState({ busy: true })
    try {
      onSaved(await api.label(batch.id, { name: name.trim() === '' ? null : name, tags: [...tags] }))
      onClose()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      setState({ busy: false, problem: error.message })
    }
  }

  return (
    <form className={dialog.form} onSubmit={event => void save(event)}>
      <label htmlFor="label-name">Name</label>
      <input
        id="label-name"
        className={field.input}
        dir="auto"
        maxLength={120}
        value={name}
        placeholder="What the batch is for"
        onChange={event => setName(event.target.value)}
      />
      <label htmlFor="label-tags">Tags</label>
      <TagsField id="label-tags" tags={tags} onChange={setTags} />
      {state.problem === undefined ? null : (
        <Notice kind="bad" live>
          {state.problem}
        </Notice>
      )}
      <div className={dialog.actions}>
        <Dialog.Close render={<Button />}>Back</Dialog.Close>
        <Button look="primary" type="submit" disabled={state.busy}>
          {state.busy ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
