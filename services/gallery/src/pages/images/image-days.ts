import { ApiProblem } from '../../api/http.ts'
import type { ImagePage, ImageSummary } from '../../api/types.ts'
import type { DayImages } from '../../lib/image-wall.ts'
import { createStore, type Store } from '../../lib/store.ts'

/** Before another try where the API did not answer, in milliseconds. */
const AGAIN_MS = 2_000

/** Reads images of a day: those behind a cursor. */
type ReadDay = (day: string, cursor: string | undefined, signal: AbortSignal) => Promise<ImagePage>

interface Day extends DayImages {
  cursor: string | undefined
  /** How many there were when reading began. */
  counted: number | undefined
}

/** The images of each day, loaded as they are wanted: within a day one page after another, days in any order. */
export class ImageDays {
  readonly loaded: Store<ReadonlyMap<string, DayImages>> = createStore<ReadonlyMap<string, DayImages>>(
    new Map(),
  )
  readonly #read: ReadDay
  readonly #days = new Map<string, Day>()
  readonly #counts = new Map<string, number>()
  readonly #wanted = new Map<string, number>()
  readonly #loading = new Set<string>()
  readonly #ended = new AbortController()

  constructor(read: ReadDay) {
    this.#read = read
  }

  close(): void {
    this.#ended.abort()
  }

  /** Loads the first images of a day, so many at least. */
  want(day: string, images: number): void {
    this.#wanted.set(day, Math.max(images, this.#wanted.get(day) ?? 0))
    void this.#load(day)
  }

  /** Loads days anew, as far as they were, whose number of images has changed. */
  heed(summary: ImageSummary['days']): void {
    this.#counts.clear()
    for (const { day, images } of summary) this.#counts.set(day, images)
    for (const day of this.#days.keys()) void this.#load(day)
  }

  async #load(day: string): Promise<void> {
    if (this.#loading.has(day)) return
    this.#loading.add(day)
    const { signal } = this.#ended
    while (!signal.aborted) {
      const known = this.#days.get(day)
      const isStale = known !== undefined && known.counted !== this.#counts.get(day)
      const wanted = this.#wanted.get(day) ?? 0
      if (!isStale && known !== undefined && (known.done || known.images.length >= wanted)) break
      try {
        const next = isStale ? await this.#anew(day, known.images.length) : await this.#more(day, known)
        this.#days.set(day, next)
        this.loaded.set(new Map(this.#days))
      } catch (error) {
        if (signal.aborted || (error instanceof ApiProblem && error.status < 500 && error.status !== 429))
          break
        await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
      }
    }
    this.#loading.delete(day)
  }

  async #more(day: string, known: Day | undefined): Promise<Day> {
    const counted = known === undefined ? this.#counts.get(day) : known.counted
    const { images, nextCursor } = await this.#read(day, known?.cursor, this.#ended.signal)
    return {
      images: [...(known?.images ?? []), ...images],
      done: nextCursor === undefined,
      cursor: nextCursor,
      counted,
    }
  }

  async #anew(day: string, images: number): Promise<Day> {
    let read = await this.#more(day, undefined)
    while (!read.done && read.images.length < images) read = await this.#more(day, read)
    return read
  }
}
