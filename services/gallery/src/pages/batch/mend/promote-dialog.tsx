import { Dialog } from '@base-ui/react/dialog'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { type FormEvent, useRef, useState } from 'react'
import { api } from '../../../api/calls.ts'
import type { BatchView, LeafView, ModelBody } from '../../../api/types.ts'
import { plural, usd } from '../../../lib/format.ts'
import { idOf, isDead, optionsOf } from '../../../lib/model-body.ts'
import { newKey } from '../../../lib/new-key.ts'
import { nextBetter, promotion } from '../../../lib/promote.ts'
import { navigate } from '../../../router.ts'
import { Button } from '../../../ui/button.tsx'
import dialog from '../../../ui/dialog.module.css'
import field from '../../../ui/field.module.css'
import { Notice } from '../../../ui/notice.tsx'
import { OptionSelect } from '../../../ui/option-select.tsx'
import { useDebounced } from '../../new/use-debounced.ts'
import styles from './mend-dialog.module.css'
import { MendDialog } from './mend-dialog.tsx'
import { problemText, useSending } from './use-sending.ts'

/** What somebody picked, made again by a better model: a batch of its own. */
export default function PromoteDialog({
  view,
  leaves,
  onClose,
}: {
  view: BatchView
  leaves: readonly LeafView[]
  onClose: () => void
}) {
  const { data: catalog } = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const asked = useAsked(view, leaves)
  const [chosen, setChosen] = useState<ModelBody>()
  const models = catalog?.models.filter(model => model.available && !isDead(model)) ?? []
  const model = chosen ?? nextBetter(models, view, leaves)
  const body =
    model === undefined || asked.data === undefined ? undefined : promotion(view, leaves, model, asked.data)
  const still = useDebounced(body, 250)
  const estimate = useQuery({
    queryKey: ['estimate', still],
    queryFn: ({ signal }) => (still === undefined ? undefined : api.estimate(still, signal)),
    enabled: still !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const key = useRef({ of: '', value: '' })
  const made = useRef('')
  const sending = useSending(() => navigate(`/batches/${made.current}`))
  const failure = asked.error ?? estimate.error
  const problem = sending.problem ?? (failure === null ? undefined : problemText(failure))

  const send = (event: FormEvent) => {
    event.preventDefault()
    if (body === undefined) return
    // Sent again after an answer was lost it has the key of the first time, and is made once.
    const text = JSON.stringify(body)
    if (key.current.of !== text) key.current = { of: text, value: newKey() }
    void sending.send(async () => {
      made.current = (await api.create(body, key.current.value)).id
    })
  }
  const listed = models.find(({ id }) => model !== undefined && id === idOf(model))
  const images = body?.prompts.length ?? 0
  return (
    <MendDialog
      title={`Make the ${leaves.length === 1 ? 'picked image' : `${leaves.length} picked`} at a better model`}
      description="Their prompts and titles, in the look of this batch, as a batch of its own. These images stay."
      onClose={onClose}
    >
      <form className={dialog.form} onSubmit={send}>
        <label htmlFor="promote-model">Model</label>
        <select
          id="promote-model"
          className={field.input}
          value={model === undefined ? '' : idOf(model)}
          onChange={event => setChosen(event.target.value)}
        >
          {models.map(({ id, label, price }) => (
            <option key={id} value={id}>
              {label}
              {price === undefined ? '' : `, ${usd(price.usd)} an image`}
            </option>
          ))}
        </select>
        {listed === undefined || model === undefined ? null : (
          <div className={styles.line}>
            {optionsOf(listed).map(option => (
              <OptionSelect key={option.name} item={model} option={option} onChange={setChosen} />
            ))}
          </div>
        )}
        {images === leaves.length || body === undefined ? null : (
          <Notice kind="info">
            Some are of one prompt with one title: {plural(images, 'prompt')} in all.
          </Notice>
        )}
        {problem === undefined ? null : (
          <Notice kind="bad" live>
            {problem}
          </Notice>
        )}
        <div className={clsx(dialog.actions, styles.foot)}>
          <span className={styles.price} aria-live="polite" data-testid="price">
            {plural(images, 'image')}
            {estimate.data === undefined || failure !== null
              ? ''
              : `, about ${usd(estimate.data.estimateUsd)}`}
          </span>
          <Dialog.Close render={<Button />}>Back</Dialog.Close>
          <Button look="primary" type="submit" disabled={sending.busy || body === undefined}>
            {sending.busy ? 'Sending…' : `Make ${plural(images, 'image')}`}
          </Button>
        </div>
      </form>
    </MendDialog>
  )
}

/** Leaves looked up at once. */
const CALLS_AT_ONCE = 8

/** What leaves were asked for, where some of their batch were made again and may have other prompts than it says. */
function useAsked(view: BatchView, leaves: readonly LeafView[]) {
  const isChanged = view.versions?.some(({ anew, added }) => anew && !added) ?? false
  const ids = leaves.map(({ leafId }) => leafId)
  return useQuery({
    queryKey: ['asked', view.id, view.version, ids],
    queryFn: async ({ signal }) => {
      const asked = new Map<string, string>()
      const rest = (isChanged ? ids : []).values()
      const lane = async () => {
        for (const leafId of rest)
          asked.set(leafId, (await api.leaf({ batchId: view.id, leafId }, signal)).asked)
      }
      await Promise.all(Array.from({ length: CALLS_AT_ONCE }, lane))
      return asked
    },
  })
}
