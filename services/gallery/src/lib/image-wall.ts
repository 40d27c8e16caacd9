import type { ImageSummary, ImageView } from '../api/types.ts'
import { imageKey } from './image-key.ts'

/** What is known of the images of a day. */
export interface DayImages {
  /** The first of them, in their order. */
  images: readonly ImageView[]
  /** Whether these are all. */
  done: boolean
}

/** A day on the wall. */
export interface WallDay {
  /** As in `2026-11-26`, in UTC. */
  day: string
  /** Place of its first image. */
  start: number
  images: number
}

/** Where each image is, those included that have not been loaded. */
export interface ImageWall {
  /** By place. Undefined: not loaded. */
  images: readonly (ImageView | undefined)[]
  /** Of the loaded images, the place of each by its key. */
  places: ReadonlyMap<string, number>
  days: readonly WallDay[]
}

/**
 * Lays out all images: of how many there are on each day only some are known.
 *
 * @param loaded by day
 * @param gone keys of images that are deleted, or about to be
 */
export function wallOf(
  summary: ImageSummary['days'],
  loaded: ReadonlyMap<string, DayImages>,
  gone: ReadonlySet<string>,
): ImageWall {
  const images: (ImageView | undefined)[] = []
  const places = new Map<string, number>()
  const days: WallDay[] = []
  for (const { day, images: counted } of summary) {
    const { images: known = [], done = false } = loaded.get(day) ?? {}
    const start = images.length
    let hidden = 0
    for (const image of known) {
      const key = imageKey(image.batchId, image.leafId)
      if (gone.has(key)) hidden++
      else places.set(key, images.push(image) - 1)
    }
    // What has been loaded is truer than what was counted.
    if (!done) while (images.length - start < counted - hidden) images.push(undefined)
    if (images.length > start) days.push({ day, start, images: images.length - start })
  }
  return { images, places, days }
}

/** The day of a place on the wall; undefined if there is nothing. */
export function dayAt(days: readonly WallDay[], place: number): WallDay | undefined {
  return days.findLast(({ start }) => start <= place)
}

/** What of each day is to be loaded for the places from one to another to be: so many of its images. */
export function wantedFor(wall: ImageWall, from: number, to: number): { day: string; images: number }[] {
  return wall.days.flatMap(({ day, start, images }) => {
    const end = Math.min(to + 1, start + images)
    if (end <= start || start + images <= from) return []
    // Of those that are in sight; images of a day come in their order alone.
    for (let place = Math.max(from, start); place < end; place++)
      if (wall.images[place] === undefined) return [{ day, images: end - start }]
    return []
  })
}
