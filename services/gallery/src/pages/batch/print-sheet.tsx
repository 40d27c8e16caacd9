import { useEffect } from 'react'
import { flushSync } from 'react-dom'
import type { BatchView, LeafView } from '../../api/types.ts'
import { REASON } from '../../lib/advice.ts'
import { count, exactly, label, plural } from '../../lib/format.ts'
import { ratioOf } from '../../lib/grid.ts'
import { makerOf, promptOf, type Slot, slotsOf } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { deleted, imageKey } from '../../state/deletions.ts'
import { PRINTED, printing, printSheet } from './print.ts'
import styles from './print-sheet.module.css'
import type { ShownBatch } from './use-shown.ts'

/** Most leaves that are printed: a browser holds all their pictures at once. */
const MOST = 1_000

/** The sheet on paper: every row of it, where the one on the page has those in sight. It exists while it is printed. */
export function PrintSheet({ batch, shown }: { batch: LiveBatch; shown: ShownBatch }) {
  useEffect(() => {
    // Whoever prints from the menu of the browser has the rows, with the pictures that are there by then.
    const before = () => flushSync(() => printing.set(true))
    const after = () => printing.set(false)
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      if (event.key.toLowerCase() !== 'p') return
      event.preventDefault()
      void printSheet()
    }
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('beforeprint', before)
      removeEventListener('afterprint', after)
      removeEventListener('keydown', onKeyDown)
      after()
    }
  }, [])
  return useStore(printing) ? <Printed batch={batch} shown={shown} /> : null
}

function Printed({
  batch: { view, leaves },
  shown: { sheet, pickOf },
}: {
  batch: LiveBatch
  shown: ShownBatch
}) {
  const gone = useStore(deleted)
  const slots = slotsOf(view)
  const rows = sheet.rows.slice(0, Math.max(1, Math.floor(MOST / Math.max(1, sheet.slots.length))))
  return (
    <article id={PRINTED} className={styles.printed}>
      <Head view={view} rows={rows.length} />
      {rows.map(row => {
        const prompt = view.prompts[promptOf(view, row)] ?? ''
        const shown = sheet.slots
          .map(slot => ({ position: row * slots.length + slot, slot: slots[slot] }))
          .filter(({ position }) => sheet.positions?.has(position) ?? true)
        const title = shown.map(({ position }) => leaves[position]?.title).find(text => text !== undefined)
        return (
          <section key={row} className={styles.row}>
            <h2>
              {promptOf(view, row) + 1} <bdi>{title ?? prompt}</bdi>
            </h2>
            {title === undefined || title === prompt ? null : <p dir="auto">{prompt}</p>}
            <div className={styles.pictures}>
              {shown.map(({ position, slot }) => {
                const leaf = leaves[position]
                return (
                  <Picture
                    key={position}
                    view={view}
                    leaf={leaf}
                    slot={slot}
                    gone={leaf !== undefined && gone.has(imageKey(view.id, leaf.leafId))}
                    pick={leaf && pickOf(leaf)}
                  />
                )
              })}
            </div>
          </section>
        )
      })}
    </article>
  )
}

function Head({ view, rows }: { view: BatchView; rows: number }) {
  const [first, ...more] = view.prompts
  return (
    <header className={styles.head}>
      <h1>
        <bdi>{first}</bdi>
        {more.length > 0 ? ` and ${count(more.length)} more` : null}
      </h1>
      <p>
        {exactly(view.createdAt)} · {view.state} · {plural(view.prompts.length, 'prompt')}
        {rows < view.prompts.length ? `, ${count(rows)} of them here` : ''} · {label(view.style)},{' '}
        {label(view.template).toLowerCase()}, {label(view.font)}
        {view.simulated ? ' · simulated' : ''}
      </p>
      <p>{view.models.map(model => model.label).join(', ')}</p>
    </header>
  )
}

function Picture({
  view,
  leaf,
  slot,
  gone,
  pick,
}: {
  view: BatchView
  leaf: LeafView | undefined
  slot: Slot | undefined
  gone: boolean
  pick: LeafView['pick']
}) {
  const model = slot === undefined ? '' : makerOf(view, slot, leaf)
  return (
    <figure className={styles.picture}>
      {leaf?.imageUrl === undefined || gone ? (
        <div className={styles.missing} style={{ aspectRatio: ratioOf(view.outputs) }}>
          {leaf?.error === undefined ? wordsOf(leaf) : REASON[leaf.error.kind]}
        </div>
      ) : (
        <img src={leaf.smallUrl ?? leaf.imageUrl} alt="" />
      )}
      <figcaption>
        {model}
        {pick === undefined ? '' : `, ${pick}`}
      </figcaption>
    </figure>
  )
}

/** What stands where there is no picture. */
function wordsOf(leaf: LeafView | undefined): string {
  if (leaf === undefined) return 'not made'
  return leaf.state === 'succeeded' ? 'deleted' : leaf.state
}
