import { useEffect } from 'react'
import { useStore } from '../../../lib/store.ts'
import type { BatchConnection } from '../../../live/connection.ts'
import type { LiveBatch } from '../../../live/live-batch.ts'
import { deleted, imageKey } from '../../../state/deletions.ts'
import { usePickOf } from '../../../state/picks.ts'
import { PageCode } from '../../../ui/lazy-page.tsx'
import { LazyPart } from '../../../ui/lazy-part.tsx'
import { mending } from './mending.ts'

const recomposeDialog = new PageCode('recompose', () => import('./recompose-dialog.tsx'))
const addPromptsDialog = new PageCode('add prompts', () => import('./add-prompts-dialog.tsx'))
const promoteDialog = new PageCode('promote', () => import('./promote-dialog.tsx'))

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

  if (asked === undefined) return null
  if (asked.what === 'add')
    return (
      <LazyPart
        code={addPromptsDialog}
        show={{ view, onAdded: () => void connection?.sync(), onClose: close }}
      />
    )
  const known = leaves.filter(leaf => leaf !== undefined)
  if (asked.what === 'promote') {
    const picked = known.filter(leaf => pickOf(leaf) === 'picked')
    return <LazyPart code={promoteDialog} show={{ view, leaves: picked, onClose: close }} />
  }
  const isThere = ({ leafId }: { leafId: string }) => !gone.has(imageKey(view.id, leafId))
  const made = known.filter(leaf => leaf.imageUrl !== undefined && isThere(leaf))
  const selected = new Set(asked.selected)
  const choices = {
    all: made,
    picked: made.filter(leaf => pickOf(leaf) === 'picked'),
    selected: made.filter(({ leafId }) => selected.has(leafId)),
  }
  const onRecomposed = (leafIds: readonly string[] | undefined) =>
    connection?.again({ leafIds: new Set(leafIds ?? known.map(({ leafId }) => leafId)) })
  return <LazyPart code={recomposeDialog} show={{ view, choices, onRecomposed, onClose: close }} />
}
