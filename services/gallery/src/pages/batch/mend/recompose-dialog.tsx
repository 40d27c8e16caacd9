import { Dialog } from '@base-ui/react/dialog'
import clsx from 'clsx'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api/calls.ts'
import type { BatchView, LeafView } from '../../../api/types.ts'
import { count, plural } from '../../../lib/format.ts'
import { lookChange, lookOf, recomposition } from '../../../lib/recompose.ts'
import { Button } from '../../../ui/button.tsx'
import dialog from '../../../ui/dialog.module.css'
import field from '../../../ui/field.module.css'
import { Notice } from '../../../ui/notice.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { LookFields } from './look-fields.tsx'
import mend from './mend-dialog.module.css'
import { MendDialog } from './mend-dialog.tsx'
import { OriginalPreview } from './original-preview.tsx'
import styles from './recompose-dialog.module.css'
import { useSending } from './use-sending.ts'

/** Leaves that new pictures can be made for, by what they are chosen by. */
export interface Choices {
  all: readonly LeafView[]
  picked: readonly LeafView[]
  selected: readonly LeafView[]
}

/** New pictures of originals that are kept, seen before they are made. */
export default function RecomposeDialog({
  view,
  choices,
  onRecomposed,
  onClose,
}: {
  view: BatchView
  choices: Choices
  /** @param leafIds undefined for all */
  onRecomposed: (leafIds: readonly string[] | undefined) => void
  onClose: () => void
}) {
  const before = lookOf(view)
  const [look, setLook] = useState(before)
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map())
  const [which, setWhich] = useState<keyof Choices>(choices.selected.length > 0 ? 'selected' : 'all')
  const [place, setPlace] = useState(0)
  const [keep, setKeep] = useState(false)

  const leaves = choices[which]
  const leaf = leaves[Math.min(place, leaves.length - 1)]
  const change = lookChange(before, look)
  const body = recomposition(change, which === 'all' ? undefined : leaves, titles, keep)
  const hasLook = Object.keys(change).length > 0
  const of = hasLook
    ? [...new Set([...leaves.map(({ leafId }) => leafId), ...titles.keys()])]
    : [...titles.keys()]
  const sending = useSending(() => {
    onRecomposed(hasLook && which === 'all' ? undefined : of)
    onClose()
  })

  const send = (event: FormEvent) => {
    event.preventDefault()
    if (body !== undefined) void sending.send(() => api.recompose(view.id, body))
  }
  const entitle = ({ leafId, title }: LeafView, text: string) => {
    const next = new Map(titles)
    if (text === title) next.delete(leafId)
    else next.set(leafId, text)
    setTitles(next)
  }
  const hasEmpty = [...titles.values()].some(title => title.trim() === '')
  return (
    <MendDialog
      title="Recompose"
      description="New pictures in another look or with other titles. Costs nothing: they are made of the kept originals, and no model is asked."
      wide
      onClose={onClose}
    >
      <form className={dialog.form} onSubmit={send}>
        <div className={styles.halves}>
          {leaf === undefined ? null : (
            <div className={styles.seen}>
              <OriginalPreview
                title={titles.get(leaf.leafId) ?? leaf.title}
                body={{
                  batchId: view.id,
                  leafId: leaf.leafId,
                  ...change,
                  ...(titles.get(leaf.leafId)?.trim() && { text: titles.get(leaf.leafId) }),
                }}
              />
              <Steps place={Math.min(place, leaves.length - 1)} of={leaves.length} onStep={setPlace} />
              <label htmlFor="recompose-title">Title of this one</label>
              <input
                id="recompose-title"
                className={field.input}
                dir="auto"
                disabled={!look.title}
                value={titles.get(leaf.leafId) ?? leaf.title}
                onChange={event => entitle(leaf, event.target.value)}
              />
              {titles.size === 0 ? null : (
                <p className={styles.note}>{plural(titles.size, 'title is', 'titles are')} changed.</p>
              )}
            </div>
          )}
          <div className={styles.choices}>
            <LookFields look={look} ownTheme={view.theme === undefined} onChange={setLook} />
            <div className={mend.line}>
              <Segmented
                label="Which images"
                value={which}
                options={NAMES.filter(({ value }) => value === 'all' || choices[value].length > 0).map(
                  ({ value, label }) => ({ value, label: `${label} ${count(choices[value].length)}` }),
                )}
                onChange={which => {
                  setWhich(which)
                  setPlace(0)
                }}
              />
            </div>
            <div className={mend.line}>
              <label>
                <input type="checkbox" checked={keep} onChange={event => setKeep(event.target.checked)} />
                Keep the images before as well
              </label>
            </div>
          </div>
        </div>
        {sending.problem === undefined ? null : (
          <Notice kind="bad" live>
            {sending.problem}
          </Notice>
        )}
        <div className={clsx(dialog.actions, mend.foot)}>
          <span className={mend.price} aria-live="polite">
            {body === undefined ? 'Choose what is to change' : `${plural(of.length, 'image')}, costs nothing`}
          </span>
          <Dialog.Close render={<Button />}>Back</Dialog.Close>
          <Button look="primary" type="submit" disabled={sending.busy || body === undefined || hasEmpty}>
            {sending.busy ? 'Sending…' : `Make ${count(of.length)} anew`}
          </Button>
        </div>
      </form>
    </MendDialog>
  )
}

const NAMES = [
  { value: 'all', label: 'All' },
  { value: 'picked', label: 'Picked' },
  { value: 'selected', label: 'Selected' },
] as const

/** To the next picture of those that are made anew, and back. */
function Steps({ place, of, onStep }: { place: number; of: number; onStep: (place: number) => void }) {
  if (of < 2) return null
  return (
    <div className={styles.steps}>
      <Button look="quiet" icon aria-label="The image before" onClick={() => onStep((place + of - 1) % of)}>
        <ChevronLeft aria-hidden="true" />
      </Button>
      <span className="tabular" aria-live="polite">
        {count(place + 1)} of {count(of)}
      </span>
      <Button look="quiet" icon aria-label="The next image" onClick={() => onStep((place + 1) % of)}>
        <ChevronRight aria-hidden="true" />
      </Button>
    </div>
  )
}
