import { createStore } from '../lib/store.ts'

/** How somebody wants the timeline. What is absent was never asked for. */
export interface TimelineWish {
  open?: boolean
  /** Below the sheet, where there would be room for it beside that. */
  below?: boolean
  /** Of it beside the sheet, in pixels. */
  width?: number
  /** Of what it shows below the sheet, in pixels. */
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
    const { open, below, width, height }: Record<string, unknown> = JSON.parse(
      localStorage.getItem(KEY) ?? '{}',
    )
    return {
      ...(typeof open === 'boolean' ? { open } : {}),
      ...(typeof below === 'boolean' ? { below } : {}),
      ...(typeof width === 'number' ? { width } : {}),
      ...(typeof height === 'number' ? { height } : {}),
    }
  } catch {
    return {}
  }
}
