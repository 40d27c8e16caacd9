import { count } from '../../lib/format.ts'
import { leafIdAt, makerOf, positionOfId, slotAt } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import type { BatchConnection } from '../../live/connection.ts'
import { isComplete, isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { closeOver, useAddress } from '../../router.ts'
import { deleted, deleteImages, imageKey } from '../../state/deletions.ts'
import { LargeView } from '../../ui/large-view.tsx'
import { LeafDetails } from '../../ui/leaf-view.tsx'
import styles from '../../ui/message.module.css'
import { AgainDialog } from './again-dialog.tsx'
import type { ShownBatch } from './use-shown.ts'

/** One leaf of the batch, large. */
export default function LeafDialog({
  batch,
  shown,
  leafId,
  connection,
}: {
  batch: LiveBatch
  shown: ShownBatch
  leafId: string
  connection: BatchConnection | undefined
}) {
  const { view, leaves } = batch
  const gone = useStore(deleted)
  const [, change] = useAddress()
  const position = positionOfId(view, leafId)
  const leaf = position === undefined ? undefined : leaves[position]
  const complete = isComplete(batch)

  if (position === undefined || (leaf === undefined && complete))
    return (
      <LargeView title="No such image" onClose={() => closeOver()}>
        <p className={styles.message}>This batch has no leaf {leafId}.</p>
      </LargeView>
    )
  const slot = slotAt(view, position)
  const among = amongOf(batch, shown.sheet.positions, position)
  const place = among.indexOf(position)
  const step = (by: number) => {
    const next = among[(place + by + among.length) % among.length] ?? position
    change({ leaf: leafIdAt(view, next) }, { replace: true })
  }
  return (
    <LargeView
      title={view.prompts[Number(leafId.slice(0, 4))] ?? ''}
      place={`${count(place + 1)} of ${count(among.length)}`}
      onStep={step}
      onClose={() => closeOver()}
    >
      {leaf === undefined ? null : (
        <LeafDetails
          batchId={view.id}
          leaf={leaf}
          model={slot === undefined ? leaf.model : makerOf(view, slot, leaf)}
          gone={gone.has(imageKey(view.id, leafId))}
          again={
            isSettled(view.state) ? (
              <AgainDialog
                key={leafId}
                view={view}
                leaf={leaf}
                onAgain={() => connection?.again({ leafIds: new Set([leafId]) })}
              />
            ) : null
          }
          onDelete={isSettled(view.state) ? () => deleteImages([{ batchId: view.id, leafId }]) : undefined}
        />
      )}
    </LargeView>
  )
}

/** The positions to step through: of what the filter shows, or of all where that leaves this one out. */
function amongOf(
  batch: LiveBatch,
  shown: ReadonlySet<number> | undefined,
  position: number,
): readonly number[] {
  if (shown?.has(position)) return [...shown]
  const all = [...batch.leaves.keys()]
  // What a sample left out does not count.
  return isComplete(batch) ? all.filter(at => batch.leaves[at] !== undefined) : all
}
