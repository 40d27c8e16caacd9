import { Archive, Columns2, Palette, Star, Trash2, X } from 'lucide-react'
import { urls } from '../../api/calls.ts'
import { isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { useAddress } from '../../router.ts'
import { deleteImages } from '../../state/deletions.ts'
import { setPicks } from '../../state/picks.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { toasts } from '../../ui/toaster.tsx'
import { mending } from './mend/mending.ts'

/** Most leaves that an address can name. */
const MOST_IN_ADDRESS = 200
/** Most pictures that are compared at once. */
const MOST_COMPARED = 4

/** What can be done with the selected leaves of a batch. */
export function SheetSelection({
  view,
  leafIds,
  onDone,
}: {
  view: LiveBatch['view']
  leafIds: readonly string[]
  onDone: () => void
}) {
  const [, change] = useAddress()
  const comparable = leafIds.length >= 2 && leafIds.length <= MOST_COMPARED
  const nameable = leafIds.length <= MOST_IN_ADDRESS
  const refuse = () =>
    toasts.add({
      title: `At most ${MOST_IN_ADDRESS} images at once`,
      description: 'Pick them instead: all that are picked can be downloaded.',
    })
  return (
    <SelectionBar of={leafIds.length} place="inside" onDone={onDone}>
      <Button look="quiet" onClick={() => setPicks(view.id, leafIds, 'picked')}>
        <Star aria-hidden="true" />
        <span>Pick</span>
      </Button>
      <Button look="quiet" onClick={() => setPicks(view.id, leafIds, 'rejected')}>
        <X aria-hidden="true" />
        <span>Reject</span>
      </Button>
      <Button look="quiet" onClick={() => setPicks(view.id, leafIds, null)}>
        <span>Neither</span>
      </Button>
      <Button
        look="quiet"
        disabled={!comparable}
        title={comparable ? undefined : `Select two to ${MOST_COMPARED} images`}
        onClick={() => change({ compare: leafIds.join(',') })}
      >
        <Columns2 aria-hidden="true" />
        <span>Compare</span>
      </Button>
      <ButtonLink
        look="quiet"
        href={urls.archive(view.id, { leaves: leafIds.join(',') })}
        download
        onClick={event => {
          if (nameable) return
          event.preventDefault()
          refuse()
        }}
      >
        <Archive aria-hidden="true" />
        <span>Zip</span>
      </ButtonLink>
      {isSettled(view.state) ? (
        <Button look="quiet" onClick={() => mending.set({ what: 'recompose', selected: leafIds })}>
          <Palette aria-hidden="true" />
          <span>Recompose</span>
        </Button>
      ) : null}
      {isSettled(view.state) ? (
        <Button
          look="quiet"
          onClick={() => {
            deleteImages(leafIds.map(leafId => ({ batchId: view.id, leafId })))
            onDone()
          }}
        >
          <Trash2 aria-hidden="true" />
          <span>Delete</span>
        </Button>
      ) : null}
    </SelectionBar>
  )
}
