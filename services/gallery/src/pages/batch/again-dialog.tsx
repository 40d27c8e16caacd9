import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/calls.ts'
import { ApiProblem } from '../../api/http.ts'
import type { BatchView, LeafView, ListedModel, RerunBody } from '../../api/types.ts'
import { usd } from '../../lib/format.ts'
import { isDead, priceOf } from '../../lib/model-body.ts'
import { useAddress } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import dialog from '../../ui/dialog.module.css'
import field from '../../ui/field.module.css'
import { Notice } from '../../ui/notice.tsx'
import styles from './again-dialog.module.css'

interface AgainProps {
  view: BatchView
  leaf: LeafView
  /** Called once it is accepted. */
  onAgain: () => void
}

/** A button that asks how a leaf is to be made again, and what that costs. Open where the address says so, as a key has it do. */
export function AgainDialog(props: AgainProps) {
  const [search, change] = useAddress()
  const setOpen = (open: boolean) => change({ again: open ? '1' : undefined }, { replace: true })
  return (
    <Dialog.Root open={search.has('again')} onOpenChange={setOpen}>
      <Dialog.Trigger
        render={<Button className={styles.trigger} title="Other words, another title or model (R)" />}
      >
        <RefreshCw aria-hidden="true" />
        Reword and make again
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop ?? ''} />
        <Dialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <Dialog.Title className={dialog.title ?? ''}>Reword and make again</Dialog.Title>
          <Dialog.Description className={dialog.description ?? ''}>
            The model is asked once more, and paid. What it cost before stays counted.
          </Dialog.Description>
          <AgainForm {...props} onClose={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function AgainForm({ view, leaf, onAgain, onClose }: AgainProps & { onClose: () => void }) {
  const { leafId, promptIndex, modelIndex } = leaf
  const asked = { batchId: view.id, leafId }
  const { data: detail } = useQuery({
    queryKey: ['leaf', view.id, leafId, leaf.state, leaf.attempts, leaf.imageUrl],
    queryFn: ({ signal }) => api.leaf(asked, signal),
  })
  const { data: catalog } = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const before = detail?.asked ?? view.prompts[promptIndex] ?? ''
  const [prompt, setPrompt] = useState<string>()
  const [title, setTitle] = useState(leaf.title)
  const [model, setModel] = useState('')
  const [keep, setKeep] = useState(true)
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })

  const column = view.models[modelIndex]
  const models = catalog?.models.filter(model => model.available && !isDead(model)) ?? []
  const price = priceOfMaking(
    catalog?.models ?? [],
    model === '' ? { id: leaf.model, column } : { id: model },
  )
  const text = prompt ?? before

  const send = async (event: FormEvent) => {
    event.preventDefault()
    // Within the dialog of the leaf there is no other form, but the events of React go on through it.
    event.stopPropagation()
    setState({ busy: true })
    const body: RerunBody = {
      keep,
      ...(text.trim() !== before && { prompt: text }),
      ...(title.trim() !== leaf.title && { title }),
      ...(model !== '' && { model }),
    }
    try {
      await api.rerun(asked, body)
      onAgain()
      onClose()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const faults = error instanceof ApiProblem ? error.errors : []
      const sentences = faults.map(({ field, message }) => `${field}: ${message}`)
      setState({ busy: false, problem: sentences.join(' ') || error.message })
    }
  }

  return (
    <form className={dialog.form} onSubmit={event => void send(event)}>
      <label htmlFor="again-prompt">Prompt</label>
      <textarea
        id="again-prompt"
        className={field.input}
        rows={4}
        dir="auto"
        value={text}
        onChange={event => setPrompt(event.target.value)}
      />
      <label htmlFor="again-title">Title on the image</label>
      <input
        id="again-title"
        className={field.input}
        dir="auto"
        value={title}
        onChange={event => setTitle(event.target.value)}
      />
      <label htmlFor="again-model">Model</label>
      <select
        id="again-model"
        className={field.input}
        value={model}
        onChange={event => setModel(event.target.value)}
      >
        <option value="">As before: {column?.label ?? leaf.model}</option>
        {models.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <label className={styles.keep}>
        <input type="checkbox" checked={keep} onChange={event => setKeep(event.target.checked)} />
        Keep the image before as well
      </label>
      {state.problem === undefined ? null : (
        <Notice kind="bad" live>
          {state.problem}
        </Notice>
      )}
      <div className={dialog.actions}>
        <span className={styles.price} aria-live="polite">
          {price === undefined ? 'Its price is not known' : `About ${usd(price)}`}
        </span>
        <Dialog.Close render={<Button />}>Back</Dialog.Close>
        <Button
          look="primary"
          type="submit"
          disabled={state.busy || text.trim() === '' || title.trim() === ''}
        >
          {state.busy ? 'Sending…' : 'Make again'}
        </Button>
      </div>
    </form>
  )
}

/** What one image by a model costs, in USD, where that is known. */
function priceOfMaking(
  models: readonly ListedModel[],
  { id, column }: { id: string; column?: BatchView['models'][number] | undefined },
): number | undefined {
  const listed = models.find(model => model.id === id)
  // A leaf that was made again by another model has nothing of its column's options.
  return listed && priceOf(listed, column?.id === id ? column.options : undefined)
}
