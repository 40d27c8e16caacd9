import { Dialog } from '@base-ui/react/dialog'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api/calls.ts'
import type { BatchView } from '../../../api/types.ts'
import { count, plural, usd } from '../../../lib/format.ts'
import { parsePrompts } from '../../../parse/prompts.ts'
import { Button } from '../../../ui/button.tsx'
import dialog from '../../../ui/dialog.module.css'
import field from '../../../ui/field.module.css'
import { Notice } from '../../../ui/notice.tsx'
import { useDebounced } from '../../new/use-debounced.ts'
import styles from './mend-dialog.module.css'
import { MendDialog } from './mend-dialog.tsx'
import { problemText, useSending } from './use-sending.ts'

/** More prompts for a batch that has settled. */
export default function AddPromptsDialog({
  view,
  onAdded,
  onClose,
}: {
  view: BatchView
  onAdded: () => void
  onClose: () => void
}) {
  const [text, setText] = useState('')
  const { prompts } = parsePrompts(text)
  const body = { prompts, after: view.prompts.length }
  const asked = useDebounced(body, 350)
  const estimate = useQuery({
    queryKey: ['addition', view.id, asked],
    queryFn: ({ signal }) => api.estimateAddition(view.id, asked, signal),
    enabled: asked.prompts.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const sending = useSending(() => {
    onAdded()
    onClose()
  })
  const isAsked = prompts.length > 0 && asked.prompts.length > 0
  const data = isAsked && estimate.error === null ? estimate.data : undefined
  const problem =
    sending.problem ?? (isAsked && estimate.error !== null ? problemText(estimate.error) : undefined)
  const images = prompts.length * view.models.length * (view.variations ?? 1)

  const send = (event: FormEvent) => {
    event.preventDefault()
    void sending.send(() => api.addPrompts(view.id, body))
  }
  return (
    <MendDialog
      title="Add prompts to this batch"
      description={`Each is made in its look by ${view.models.length === 1 ? 'its model' : `all ${count(view.models.length)} columns`}${view.variations === undefined ? '' : `, ${count(view.variations)} times`}. What is there stays as it is, and is not paid again.`}
      onClose={onClose}
    >
      <form className={dialog.form} onSubmit={send}>
        <label htmlFor="added-prompts">Prompts, one a line</label>
        <textarea
          id="added-prompts"
          className={field.input}
          rows={7}
          dir="auto"
          value={text}
          onChange={event => setText(event.target.value)}
        />
        {problem === undefined ? null : (
          <Notice kind="bad" live>
            {problem}
          </Notice>
        )}
        {data === undefined || data.warnings.length === 0 ? null : (
          <ul className={styles.warnings}>
            {data.warnings.map(warning => (
              <li key={warning}>
                <Notice kind="warning">{warning}</Notice>
              </li>
            ))}
          </ul>
        )}
        <div className={clsx(dialog.actions, styles.foot)}>
          <span className={styles.price} aria-live="polite" data-testid="price">
            {prompts.length === 0
              ? 'Write a prompt to see what it costs'
              : `${plural(images, 'image')}${data === undefined ? '' : `, about ${usd(data.estimateUsd)}`}`}
          </span>
          <Dialog.Close render={<Button />}>Back</Dialog.Close>
          <Button look="primary" type="submit" disabled={sending.busy || prompts.length === 0}>
            {sending.busy ? 'Sending…' : `Add ${plural(prompts.length, 'prompt')}`}
          </Button>
        </div>
      </form>
    </MendDialog>
  )
}
