import { CopyPlus, FastForward, OctagonX, Pause, Play, RotateCcw } from 'lucide-react'
import { api } from '../../api/calls.ts'
import type { BatchView } from '../../api/types.ts'
import { requestAgain } from '../../lib/again.ts'
import { count } from '../../lib/format.ts'
import type { BatchConnection } from '../../live/connection.ts'
import { isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { navigate } from '../../router.ts'
import { draft, isEmptyDraft, replaceDraft } from '../../state/draft.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { toasts } from '../../ui/toaster.tsx'
import styles from './batch-head.module.css'
import { DownloadMenu } from './download-menu.tsx'

/** What can be done with a batch as a whole. */
export function Actions({
  batch,
  connection,
}: {
  batch: LiveBatch
  connection: BatchConnection | undefined
}) {
  const { view } = batch
  const open = !isSettled(view.state)
  const { failed, canceled } = view.counts

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
      {!open && failed > 0 ? (
        <Button look="primary" onClick={() => void act(api.retry, () => connection?.again('failed'))}>
          <RotateCcw aria-hidden="true" />
          Retry failed
          <span className="tabular">{count(failed)}</span>
        </Button>
      ) : null}
      {!open && canceled > 0 ? (
        <Button onClick={() => void act(api.finish, () => connection?.again('canceled'))}>
          <FastForward aria-hidden="true" />
          Finish canceled
          <span className="tabular">{count(canceled)}</span>
        </Button>
      ) : null}
      <Button onClick={() => putInForm(view)}>
        <CopyPlus aria-hidden="true" />
        Use again
      </Button>
      <DownloadMenu batch={batch} />
    </div>
  )
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
