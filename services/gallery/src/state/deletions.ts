import { api, IMAGES_A_DELETION, type ImageName } from '../api/calls.ts'
import { plural } from '../lib/format.ts'
import { imageKey } from '../lib/image-key.ts'
import { createStore } from '../lib/store.ts'
import { toasts } from '../ui/toaster.tsx'
import { onTabs, tellTabs } from './tabs.ts'

/** How long a deletion can be taken back, in milliseconds. */
const UNDO_MS = 7_000

/** Images that are deleted, or about to be, in whichever tab: nobody shows them any more. */
export const deleted = createStore<ReadonlySet<string>>(new Set())

/** What tabs tell each other of deletions. */
const TOPIC = 'deletions'

/** Images that go, or that stay after all. */
interface Marking {
  keys: readonly string[]
  gone: boolean
}

onTabs<Marking>(TOPIC, apply)

export { imageKey }

/**
 * Deletes images, after a while in which it can be undone.
 *
 * @param onDone called once they are gone
 */
export function deleteImages(images: readonly ImageName[], onDone?: () => void): void {
  const names = images.map(({ batchId, leafId }) => ({ batchId, leafId }))
  mark(names, true)

  const undo = () => {
    clearTimeout(timer)
    removeEventListener('pagehide', leave)
    mark(names, false)
    toasts.close(toast)
  }
  const commit = async (keepalive: boolean) => {
    clearTimeout(timer)
    removeEventListener('pagehide', leave)
    try {
      for (let start = 0; start < names.length; start += IMAGES_A_DELETION)
        await api.deleteImages(names.slice(start, start + IMAGES_A_DELETION), keepalive)
      onDone?.()
    } catch (error) {
      mark(names, false)
      toasts.add({
        title: `${plural(names.length, 'image')} could not be deleted`,
        description: error instanceof Error ? error.message : String(error),
      })
    }
  }
  // Who closes the page has not undone it.
  const leave = () => void commit(true)
  const timer = setTimeout(() => void commit(false), UNDO_MS)
  addEventListener('pagehide', leave)
  const toast = toasts.add({
    title: `${plural(names.length, 'image')} deleted`,
    timeout: UNDO_MS,
    actionProps: { children: 'Undo', onClick: undo },
  })
}

/** Marks images here and in every other tab. */
function mark(names: readonly ImageName[], gone: boolean): void {
  const marking: Marking = { keys: names.map(({ batchId, leafId }) => imageKey(batchId, leafId)), gone }
  apply(marking)
  tellTabs(TOPIC, marking)
}

function apply({ keys, gone }: Marking): void {
  const all = new Set(deleted.get())
  for (const key of keys)
    if (gone) all.add(key)
    else all.delete(key)
  deleted.set(all)
}
