import { api } from '../api/calls.ts'
import { ApiProblem } from '../api/http.ts'
import type { BatchView } from '../api/types.ts'
import { plural } from '../lib/format.ts'
import { createStore } from '../lib/store.ts'
import { isSettled } from '../live/live-batch.ts'
import { navigate } from '../router.ts'

/** How often a batch is looked at whose page is not open, in milliseconds. */
const LOOK_MS = 10_000

/** Ids of the batches that somebody wants to be told of once they are done. */
export const awaited = createStore<ReadonlySet<string>>(new Set())

/** Whether this browser can tell of anything. */
export function canNotify(): boolean {
  return 'Notification' in window
}

/**
 * Tells of a batch once it is done, by a notice of the browser: also while the tab is out of sight, or shows another page.
 * Asks for leave to do so first, which browsers allow on a click alone.
 *
 * @returns whether there is that leave
 */
export async function tellWhenDone(id: string): Promise<boolean> {
  const leave = await Notification.requestPermission()
  if (leave !== 'granted') return false
  awaited.set(new Set([...awaited.get(), id]))
  lookSoon()
  return true
}

export function tellNoMore(id: string): void {
  awaited.set(new Set([...awaited.get()].filter(other => other !== id)))
}

/** Somebody has seen how a batch stands: whoever waits for it is told once. */
export function seen({ id, state, name, prompts, counts }: BatchView): void {
  if (!isSettled(state) || !awaited.get().has(id)) return
  tellNoMore(id)
  const { succeeded, failed } = counts
  const notice = new Notification(name ?? prompts[0] ?? 'Batch', {
    body: `${plural(succeeded, 'image')} done${failed > 0 ? `, ${failed} failed` : ''}`,
    // Of two tabs that tell of the same batch one notice is left.
    tag: id,
  })
  notice.onclick = () => {
    focus()
    navigate(`/batches/${id}`)
    notice.close()
  }
}

/** Somebody looks already. */
let looking = false

function lookSoon(): void {
  if (looking) return
  looking = true
  setTimeout(async () => {
    await look()
    looking = false
    if (awaited.get().size > 0) lookSoon()
  }, LOOK_MS)
}

async function look(): Promise<void> {
  for (const id of awaited.get())
    try {
      seen(await api.batch(id))
    } catch (error) {
      // One that is gone is not waited for any longer; what else went wrong may pass.
      if (error instanceof ApiProblem && error.status === 404) tellNoMore(id)
    }
}
