import { lazy, Suspense, useEffect } from 'react'
import { useStore } from '../../../lib/store.ts'
import type { BatchConnection } from '../../../live/connection.ts'
import type { LiveBatch } from '../../../live/live-batch.ts'
import { deleted, imageKey } from '../../../state/deletions.ts'
import { usePickOf } from '../../../state/picks.ts'
import { mending } from './mending.ts'

const RecomposeDialog = lazy(() => import('./recompose-dialog.tsx'))
const AddPromptsDialog = lazy(() => import('./add-prompts-dialog.tsx'))
const PromoteDialog = lazy(() => import('./promote-dialog.tsx'))

const close = () => mending.set(undefined)

/** The dialog of what is about to be done to a batch, loaded once it is. */
export function MendDialogs({
  batch: { view, leaves },
  connection,
}: {
  batch: LiveBatch
  connection: BatchConnection | undefined
}) {
  const asked = useStore(mending)
  const gone = useStore(deleted)
  const pickOf = usePickOf(view.id)
  useEffect(() => close, [])

  const known = leaves.filter(leaf => leaf !== undefined)
  const isThere = ({ leafId }: { leafId: string }) => !gone.has(imageKey(view.id, leafId))
  const picked = known.filter(leaf => pickOf(leaf) === 'picked')
  const dialog = () => {
    if (asked?.what === 'add')
      return <AddPromptsDialog view={view} onAdded={() => void connection?.sync()} onClose={close} />
    if (asked?.what === 'promote') return <PromoteDialog view={view} leaves={picked} onClose={close} />
    if (asked?.what !== 'recompose') return null
    const made = known.filter(leaf => leaf.imageUrl !== undefined && isThere(leaf))
    const selected = new Set(asked.selected)
    return (
      <RecomposeDialog
        view={view}
        choices={{
          all: made,
          picked: made.filter(leaf => pickOf(leaf) === 'picked'),
          selected: made.filter(({ leafId }) => selected.has(leafId)),
        }}
        onRecomposed={leafIds => {
          connection?.again({ leafIds: new Set(leafIds ?? known.map(({ leafId }) => leafId)) })
        }}
        onClose={close}
      />
    )
  }
  return <Suspense fallback={null}>{dialog()}</Suspense>
}
