import {
  CopyPlus,
  FastForward,
  ListPlus,
  OctagonX,
  Palette,
  Pause,
  Play,
  RotateCcw,
  Sparkles,
} from 'lucide-react'
import { api } from '../../api/calls.ts'
import type { BatchView } from '../../api/types.ts'
import { requestAgain } from '../../lib/again.ts'
import { count, plural, usd } from '../../lib/format.ts'
import { againUsd, failuresOf } from '../../lib/mending.ts'
import type { PickCounts } from '../../lib/sheet-filter.ts'
import type { BatchConnection } from '../../live/connection.ts'
import { isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { navigate } from '../../router.ts'
import { draft, isEmptyDraft, replaceDraft } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { toasts } from '../../ui/toaster.tsx'
import styles from './batch-head.module.css'
import { DownloadMenu } from './download-menu.tsx'
import { MendDialogs } from './mend/mend-dialogs.tsx'
import { mending } from './mend/mending.ts'
import { useAgainKey } from './mend/use-again-key.ts'

/** What can be done with a batch as a whole. */
export function Actions({
  batch,
  picks,
  connection,
}: {
  batch: LiveBatch
  picks: PickCounts
  connection: BatchConnection | undefined
}) {
  const { view, leaves } = batch
  const open = !isSettled(view.state)
  const { failed, canceled, succeeded } = view.counts
  const { helped } = failuresOf(view, leaves)
  useAgainKey(!open)

  const act = async (deed: (id: string) => Promise<unknown>, then: () => void) => {
    try {
      await deed(view.id)
      then()
    } catch (error) {
      toasts.add({ title: error instanceof Error ? error.message : String(error), priority: 'high' })
    }
  }
  const sync = () => void connection?.sync()

  return (
    <div className={styles.actions}>
      {view.state === 'paused' ? (
        <Button look="primary" onClick={() => void act(api.resume, sync)}>
          <Play aria-hidden="true" />
          Resume
        </Button>
      ) : open ? (
        <Button
          title="Nothing more starts until it is resumed; what runs ends"
          onClick={() => void act(api.pause, sync)}
        >
          <Pause aria-hidden="true" />
          Pause
        </Button>
      ) : null}
      {open ? (
        <Confirm
          trigger={
            <Button look="danger">
              <OctagonX aria-hidden="true" />
              Cancel
            </Button>
          }
          title="Cancel this batch?"
          deed="Cancel the batch"
          onConfirm={() => void act(api.cancel, sync)}
        >
          What has settled stays. Calls under way are cut off, and may still be charged by the provider.
        </Confirm>
      ) : null}
      {!open && helped > 0 ? (
        <Button
          look="primary"
          title={
            helped < failed
              ? `The ${count(failed - helped)} that cannot be helped so are asked for with them`
              : undefined
          }
          onClick={() => void act(api.retry, () => connection?.again('failed'))}
        >
          <RotateCcw aria-hidden="true" />
          Retry {count(helped)} failed
        </Button>
      ) : null}
      {!open && canceled > 0 ? (
        <Button
          title="What had come when it was canceled is not paid again"
          onClick={() => void act(api.finish, () => connection?.again('canceled'))}
        >
          <FastForward aria-hidden="true" />
          Finish {count(canceled)} canceled
          <Price usd={againUsd(view, leaves, 'canceled')} />
        </Button>
      ) : null}
      {picks.picked > 0 ? (
        <Button
          title="Make what is picked again, at a better model"
          onClick={() => mending.set({ what: 'promote' })}
        >
          <Sparkles aria-hidden="true" />
          Promote {plural(picks.picked, 'pick')}…
        </Button>
      ) : null}
      {!open && succeeded > 0 ? (
        <Button
          title="Another look or other titles, of the kept originals. Costs nothing"
          onClick={() => mending.set({ what: 'recompose' })}
        >
          <Palette aria-hidden="true" />
          Recompose…
        </Button>
      ) : null}
      {!open && view.sample === undefined ? (
        <Button onClick={() => mending.set({ what: 'add' })}>
          <ListPlus aria-hidden="true" />
          Add prompts…
        </Button>
      ) : null}
      <Button onClick={() => putInForm(view)}>
        <CopyPlus aria-hidden="true" />
        Use again
      </Button>
      <DownloadMenu view={view} picks={picks} />
      <MendDialogs batch={batch} connection={connection} />
    </div>
  )
}

/** What a button costs that is pressed, where that is known. */
function Price({ usd: most }: { usd: number | undefined }) {
  return most === undefined ? null : <span className={styles.price}>up to {usd(most)}</span>
}

/** Puts a batch into the form, in place of whatever is there, which can be had back. */
function putInForm(view: BatchView): void {
  const before = replaceDraft(requestAgain(view), 'An earlier batch')
  navigate('/')
  if (isEmptyDraft(before)) return
  const toast = toasts.add({
    title: 'Your draft was replaced by this batch',
    actionProps: {
      children: 'Undo',
      onClick() {
        draft.set(before)
        toasts.close(toast)
      },
    },
  })
}
