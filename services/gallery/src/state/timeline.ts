import { createStore } from '../lib/store.ts'

/** How somebody wants the timeline. What is absent was never asked for. */
export interface TimelineWish {
  open?: boolean
  /** Of what it shows when it is open, in pixels. */
  height?: number
}

const KEY = 'contactsheet.timeline'

export const timelineWish = createStore<TimelineWish>(load())

/** Changes it, here and for the next visit. */
export function wish(change: TimelineWish): void {
  timelineWish.set({ ...timelineWish.get(), ...change })
  try {
    localStorage.setItem(KEY, JSON.stringify(timelineWish.get()))
  } catch {
    // A browser that keeps nothing.
  }
}

function load(): TimelineWish {
  try {
    const { open, height }: Record<string, unknown> = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return {
      ...(typeof open === 'boolean' ? { open } : {}),
      ...(typeof height === 'number' && Number.isFinite(height) ? { height } : {}),
    }
  } catch {
    return {}
  }
}
