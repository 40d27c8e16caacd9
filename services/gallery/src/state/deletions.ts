import { api } from '../api/calls.ts'
import { plural } from '../lib/format.ts'
import { createStore } from '../lib/store.ts'
import { toasts } from '../ui/toaster.tsx'

/** How long a deletion can be taken back, in milliseconds. */
const UNDO_MS = 7_000

/** Images that are deleted, or about to be: nobody shows them any more. */
export const deleted = createStore<ReadonlySet<string>>(new Set())

export interface ImageName {
  batchId: string
  leafId: string
}

export function imageKey(batchId: string, leafId: string): string {
  return `${batchId}/${leafId}`
}

/** Deletes images, after a while in which it can be undone. */
export function deleteImages(images: readonly ImageName[], onDone?: () => void): void {
  mark(images, true)
  const commit = (keepalive: boolean) => {
    clearTimeout(timer)
    removeEventListener('pagehide', onLeave)
    return Promise.allSettled(
      images.map(({ batchId, leafId }) => api.deleteImage(batchId, leafId, keepalive)),
    ).then(results => {
      const failed = images.filter((_, index) => results[index]?.status === 'rejected')
      mark(failed, false)
      if (failed.length > 0) {
        const reason = results.find(result => result.status === 'rejected')?.reason
        toasts.add({
          title: `${plural(failed.length, 'image')} could not be deleted`,
          description: reason instanceof Error ? reason.message : String(reason),
        })
      }
      onDone?.()
    })
  }
  const timer = setTimeout(() => void commit(false), UNDO_MS)
  // Who closes the page has not undone it.
  const onLeave = () => void commit(true)
  addEventListener('pagehide', onLeave)

  const toast = toasts.add({
    title: `${plural(images.length, 'image')} deleted`,
    timeout: UNDO_MS,
    actionProps: {
      children: 'Undo',
      onClick() {
        clearTimeout(timer)
        removeEventListener('pagehide', onLeave)
        mark(images, false)
        toasts.close(toast)
      },
    },
  })
}

function mark(images: readonly ImageName[], gone: boolean): void {
  const keys = new Set(deleted.get())
  for (const { batchId, leafId } of images)
    if (gone) keys.add(imageKey(batchId, leafId))
    else keys.delete(imageKey(batchId, leafId))
  deleted.set(keys)
}
