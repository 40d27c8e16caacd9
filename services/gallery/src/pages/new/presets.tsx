import { Dialog } from '@base-ui/react/dialog'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/calls.ts'
import type { PresetBody, PresetView } from '../../api/types.ts'
import { label } from '../../lib/format.ts'
import { idOf } from '../../lib/model-body.ts'
import { presetName, presetOf } from '../../lib/preset.ts'
import { applyPreset, draft } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import dialog from '../../ui/dialog.module.css'
import field from '../../ui/field.module.css'
import { toasts } from '../../ui/toaster.tsx'
import styles from './presets.module.css'
import type { NewBatch } from './use-new-batch.ts'

const KEY = ['presets']

/** What the form can be filled by, and is kept as, for everybody here. */
export function Presets({ form }: { form: NewBatch }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger render={<Button look="quiet" />}>
        <Bookmark aria-hidden="true" />
        Presets
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop ?? ''} />
        <Dialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <Dialog.Title className={dialog.title ?? ''}>Presets</Dialog.Title>
          <Dialog.Description className={dialog.description ?? ''}>
            Models, look and words for batches to come, kept for everybody here. Prompts are not part of them.
          </Dialog.Description>
          <List close={() => setOpen(false)} />
          <SaveForm form={form} />
          <div className={dialog.actions}>
            <Dialog.Close render={<Button />}>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function List({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const { data, error } = useQuery({ queryKey: KEY, queryFn: api.presets })
  const [fault, setFault] = useState<string>()

  const apply = ({ name, request }: PresetView) => {
    const before = applyPreset(request as PresetBody)
    close()
    const toast = toasts.add({
      title: `The form is filled by ${label(name)}`,
      actionProps: {
        children: 'Undo',
        onClick() {
          draft.set(before)
          toasts.close(toast)
        },
      },
    })
  }
  const remove = async ({ name, request }: PresetView) => {
    try {
      await api.deletePreset(name)
      const toast = toasts.add({
        title: `${label(name)} is deleted`,
        actionProps: {
          children: 'Undo',
          async onClick() {
            toasts.close(toast)
            await api.keepPreset(name, request as PresetBody).catch(tell)
            await queries.invalidateQueries({ queryKey: KEY })
          },
        },
      })
    } catch (error) {
      setFault(said(error))
    }
    await queries.invalidateQueries({ queryKey: KEY })
  }

  const wrong = fault ?? (error === null ? undefined : said(error))
  if (wrong !== undefined) return <p className={field.error}>{wrong}</p>
  if (data === undefined) return null
  if (data.presets.length === 0) return <p className={styles.none}>There is none yet.</p>
  return (
    <ul className={styles.list} aria-label="Presets">
      {data.presets.map(preset => (
        <li key={preset.name}>
          <button type="button" className={styles.preset} onClick={() => apply(preset)}>
            <span className={styles.name}>{label(preset.name)}</span>
            <span className={styles.said}>{summaryOf(preset.request as PresetBody)}</span>
          </button>
          <Button
            look="quiet"
            icon
            aria-label={`Delete ${label(preset.name)}`}
            onClick={() => void remove(preset)}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  )
}

function SaveForm({ form }: { form: NewBatch }) {
  const queries = useQueryClient()
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<string>()
  const known = useQuery({ queryKey: KEY, queryFn: api.presets }).data?.presets ?? []
  const name = presetName(said)
  const isKnown = known.some(preset => preset.name === name)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    // A form within the form of the batch, as far as React passes events on.
    event.stopPropagation()
    if (name === '') return setFault('Name it with letters from a to z or digits.')
    try {
      await api.keepPreset(name, presetOf(form.body))
      setSaid('')
      setFault(undefined)
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
    await queries.invalidateQueries({ queryKey: KEY })
  }

  return (
    <form className={dialog.form} onSubmit={save} noValidate>
      <label htmlFor="preset-name">Save what the form says as</label>
      <div className={styles.save}>
        <input
          id="preset-name"
          className={field.input}
          maxLength={60}
          placeholder="Spring sale"
          value={said}
          onChange={event => {
            setSaid(event.target.value)
            setFault(undefined)
          }}
          aria-invalid={fault !== undefined}
          aria-describedby="preset-fault"
        />
        <Button look="primary" type="submit">
          {isKnown ? 'Replace' : 'Save'}
        </Button>
      </div>
      <p id="preset-fault" role="alert" className={field.error}>
        {fault}
      </p>
    </form>
  )
}

/** What a preset is recognised by. */
function summaryOf({ models = [], style, template, font }: PresetBody): string {
  const look = [style, template, font].flatMap(name => (name === undefined ? [] : [label(name)]))
  return [...look, ...new Set(models.map(idOf))].join(', ')
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function tell(error: unknown): void {
  toasts.add({ title: said(error), priority: 'high' })
}
