import { composeSheet, SHEET_COLUMNS, SHEET_ROWS, type Sheet, type SheetCell } from '@contactsheet/compose'
import { isSettled, type Leaf, leafOf } from '@contactsheet/contract'
import { type BatchStore, imageKey, type OpenObject, resultKey, sheetKey } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { Snapshot } from './read/snapshot.ts'

/** How long the sheet of an open batch serves whoever asks, in milliseconds: it takes seconds of work. */
const FRESH_MS = 5_000

/** Sheets kept for that long. */
const MAX_KEPT = 16

/** The contact sheets of batches: made when first asked for; that of a settled batch is then kept in the store. */
export class Sheets {
  readonly #store: BatchStore
  /** One sheet is made at a time: it decodes hundreds of images, and the API has answers to give meanwhile. */
  readonly #limit = pLimit(1)
  /** `fetch` makes callers who ask at once share one sheet. */
  readonly #made = new LRUCache<string, Buffer, Snapshot>({
    max: MAX_KEPT,
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: (_key, _previous, { context }) => this.#limit(() => this.#make(context)),
  })

  constructor(store: BatchStore) {
    this.#store = store
  }

  /**
   * The sheet in the store; undefined if there is none, as for every open batch. One made before the batch was opened
   * again for its failed leaves is none: another instance may have put it there since.
   */
  async stored({ batch, settledAt }: Snapshot): Promise<OpenObject | undefined> {
    if (settledAt === undefined) return undefined
    const found = await this.#store.objects.stream(sheetKey(batch.id))
    if (found === undefined || found.stat.metadata.settledat === settledAt) return found
    found.body.destroy()
    return undefined
  }

  /** Makes the sheet, a JPEG. */
  make(snapshot: Snapshot): Promise<Buffer> {
    return this.#made.forceFetch(`${snapshot.batch.id} ${snapshot.settledAt}`, { context: snapshot })
  }

  async #make(snapshot: Snapshot): Promise<Buffer> {
    let whole = true
    const load = async (leaf: Leaf) => {
      const image = await this.#store.objects.get(imageKey(snapshot.batch.id, leaf)).catch(() => undefined)
      if (image !== undefined) return image
      whole = false
      throw new Error(`The image of leaf ${leaf.id} cannot be read.`)
    }
    const key = sheetKey(snapshot.batch.id)
    const version = await this.#versionOf(snapshot.batch.id)
    const isSame = async () => version === (await this.#versionOf(snapshot.batch.id))
    const bytes = await composeSheet(await layOut(snapshot, load))
    // One that lacks an image it should have is worth showing, not worth keeping; nor is one of a batch that somebody has
    // opened again, or deleted images of, meanwhile.
    if (whole && snapshot.settledAt !== undefined && (await isSame())) {
      const metadata = { settledat: snapshot.settledAt }
      await this.#store.objects.put(key, bytes, { contentType: 'image/jpeg', metadata })
      // Whoever changed the batch in between has looked for a sheet to remove before there was this one.
      if (!(await isSame())) await this.#store.objects.delete(key)
    }
    return bytes
  }

  /** Changes whenever the result does; undefined while there is none. */
  async #versionOf(batchId: string): Promise<string | undefined> {
    return (await this.#store.objects.stat(resultKey(batchId)))?.etag
  }
}

/** A batch as composeSheet takes it. */
async function layOut(snapshot: Snapshot, load: (leaf: Leaf) => Promise<Buffer>): Promise<Sheet> {
  const { batch } = snapshot
  const cellOf = async (promptIndex: number, modelIndex: number): Promise<SheetCell> => {
    const leaf = leafOf(batch, promptIndex, modelIndex)
    const state = snapshot.stateOf(leaf.id)
    if (!isSettled(state)) return { empty: state }
    const record = await snapshot.record(leaf.id)
    if (state === 'succeeded') return record?.image === undefined ? { empty: 'deleted' } : () => load(leaf)
    return { failed: record?.error?.message ?? state }
  }
  const columns = batch.models.slice(0, SHEET_COLUMNS)
  const rows = batch.prompts.map(async (title, promptIndex) => {
    const shown = promptIndex < SHEET_ROWS ? columns : []
    return { title, cells: await Promise.all(shown.map((_, modelIndex) => cellOf(promptIndex, modelIndex))) }
  })
  return {
    heading: `${plural(batch.prompts.length, 'prompt')} x ${plural(batch.models.length, 'model')}`,
    note: noteOf(snapshot),
    models: batch.models.map(model => model.label),
    rows: await Promise.all(rows),
  }
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function noteOf(snapshot: Snapshot): string {
  const { total, ...states } = snapshot.counts
  const parts = Object.entries(states).filter(([, count]) => count > 0)
  const counts = parts.map(([state, count]) => `${count} ${state}`).join(', ')
  const simulated = snapshot.sums().simulated ? ' Simulated: no model made these images.' : ''
  return `Batch ${snapshot.batch.id}: ${total} images, ${counts}.${simulated}`
}
