import { count } from '../../lib/format.ts'
import { leafIdAt, makerOf, positionOfId, slotAt } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import type { BatchConnection } from '../../live/connection.ts'
import { isComplete, isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { navigate } from '../../router.ts'
import { deleted, deleteImages, imageKey } from '../../state/deletions.ts'
import { LargeView } from '../../ui/large-view.tsx'
import { LeafDetails } from '../../ui/leaf-view.tsx'
import styles from '../../ui/message.module.css'
import { AgainDialog } from './again-dialog.tsx'

/** One leaf of the batch, large. */
export function LeafDialog({
  batch,
  leafId,
  connection,
}: {
  batch: LiveBatch
  leafId: string
  connection: BatchConnection | undefined
}) {
  const { view, leaves } = batch
  const gone = useStore(deleted)
  const close = () => navigate(`/batches/${view.id}`)
  const position = positionOfId(view, leafId)
  const leaf = position === undefined ? undefined : leaves[position]
  const complete = isComplete(batch)

  if (position === undefined || (leaf === undefined && complete))
    return (
      <LargeView title="No such image" onClose={close}>
        <p className={styles.message}>This batch has no leaf {leafId}.</p>
      </LargeView>
    )
  // What a sample left out does not count.
  const place = complete ? leaves.slice(0, position).filter(leaf => leaf !== undefined).length : position
  const slot = slotAt(view, position)
  const step = (by: number) => {
    const along = (from: number) => (from + by + leaves.length) % leaves.length
    let next = along(position)
    // Over what a sample left out.
    while (complete && leaves[next] === undefined) next = along(next)
    navigate(`/batches/${view.id}?leaf=${leafIdAt(view, next)}`, { replace: true })
  }
  return (
    <LargeView
      title={view.prompts[Number(leafId.slice(0, 4))] ?? ''}
      place={`${count(place + 1)} of ${count(complete ? view.counts.total : leaves.length)}`}
      onStep={step}
      onClose={close}
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
