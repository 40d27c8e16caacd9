import { count } from '../../lib/format.ts'
import { useStore } from '../../lib/store.ts'
import { isSettled, type LiveBatch, leafIdAt } from '../../live/live-batch.ts'
import { navigate } from '../../router.ts'
import { deleted, deleteImages, imageKey } from '../../state/deletions.ts'
import { LargeView } from '../../ui/large-view.tsx'
import { LeafDetails } from '../../ui/leaf-view.tsx'
import styles from '../../ui/message.module.css'

/** One leaf of the batch, large. */
export function LeafDialog({ batch, leafId }: { batch: LiveBatch; leafId: string }) {
  const { view, leaves } = batch
  const gone = useStore(deleted)
  const close = () => navigate(`/batches/${view.id}`)
  const [prompt, model] = leafId.split('-').map(Number)
  const position = (prompt ?? Number.NaN) * view.models.length + (model ?? Number.NaN)
  const there = position >= 0 && position < leaves.length && leafIdAt(view, position) === leafId
  const leaf = leaves[position]

  if (!there)
    return (
      <LargeView title="No such image" onClose={close}>
        <p className={styles.message}>This batch has no leaf {leafId}.</p>
      </LargeView>
    )
  const step = (by: number) => {
    const next = (position + by + leaves.length) % leaves.length
    navigate(`/batches/${view.id}?leaf=${leafIdAt(view, next)}`, { replace: true })
  }
  return (
    <LargeView
      title={view.prompts[prompt ?? 0] ?? ''}
      place={`${count(position + 1)} of ${count(leaves.length)}`}
      onStep={step}
      onClose={close}
    >
      {leaf === undefined ? null : (
        <LeafDetails
          batchId={view.id}
          leaf={leaf}
          model={view.models[model ?? 0]?.label ?? leaf.model}
          gone={gone.has(imageKey(view.id, leafId))}
          onDelete={isSettled(view.state) ? () => deleteImages([{ batchId: view.id, leafId }]) : undefined}
        />
      )}
    </LargeView>
  )
}
