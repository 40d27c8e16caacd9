import { composeSheet, SHEET_COLUMNS, SHEET_ROWS, type Sheet, type SheetCell } from '@contactsheet/compose'
import {
  aspectOf,
  type Batch,
  columnLabel,
  hasLeaf,
  isSettled,
  type LeafRecord,
  leafId,
  leafOf,
  outputsOf,
  sampledPrompts,
  sampledVariations,
} from '@contactsheet/contract'
import type { BatchStore, OpenObject } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { Snapshot } from '../batches/snapshot.ts'

/** How long the sheet of an open batch is served before it is made again, in milliseconds: it takes seconds of work. */
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

  /** The sheet in the store; undefined if there is none, as for every open batch. */
  async stored({ batch, version }: Snapshot): Promise<OpenObject | undefined> {
    return version === undefined ? undefined : this.#store.sheet(batch.id, version)
  }

  /** Makes the sheet, a JPEG. */
  make(snapshot: Snapshot): Promise<Buffer> {
    return this.#made.forceFetch(`${snapshot.batch.id} ${snapshot.version}`, { context: snapshot })
  }

  async #make(snapshot: Snapshot): Promise<Buffer> {
    let whole = true
    // No cell is wider than the small picture, which is quicker to load.
    const load: LoadImage = async (leafId, { image, small }) => {
      for (const picture of [small, image]) {
        const bytes = picture && (await this.#store.image(picture).catch(() => undefined))
        if (bytes !== undefined) return bytes
      }
      whole = false
      throw new Error(`The image of leaf ${leafId} cannot be read.`)
    }
    const jpeg = await composeSheet(await layOut(snapshot, load))
    // A sheet that lacks an image which could not be read is shown, but not kept.
    if (whole && snapshot.version !== undefined)
      await this.#store.keepSheet(snapshot.batch.id, snapshot.version, jpeg)
    return jpeg
  }
}

/** Takes the record of the leaf. */
type LoadImage = (leafId: string, record: Pick<LeafRecord, 'image' | 'small'>) => Promise<Buffer>

/** A batch as composeSheet takes it. */
async function layOut(snapshot: Snapshot, load: LoadImage): Promise<Sheet> {
  const { batch } = snapshot
  const variations = sampledVariations(batch)
  const cellOf = async (promptIndex: number, { modelIndex, variation }: Slot): Promise<SheetCell> => {
    if (!hasLeaf(batch, leafId(promptIndex, modelIndex, variation))) return { empty: 'not in the sample' }
    const leaf = leafOf(batch, promptIndex, modelIndex, variation)
    const state = snapshot.stateOf(leaf.id)
    if (!isSettled(state)) return { empty: state }
    const record = await snapshot.record(leaf.id)
    if (state === 'succeeded')
      return record?.image === undefined ? { empty: 'deleted' } : () => load(leaf.id, record)
    return { failed: record?.error?.message ?? state }
  }
  const slots = slotsOf(batch, variations)
  const rows = sampledPrompts(batch).map(async (promptIndex, row) => {
    const shown = row < SHEET_ROWS ? slots.slice(0, SHEET_COLUMNS) : []
    const cells = await Promise.all(shown.map(slot => cellOf(promptIndex, slot)))
    return { title: batch.prompts[promptIndex] ?? '', number: promptIndex + 1, cells }
  })
  return {
    heading: headingOf(batch),
    note: noteOf(snapshot),
    models: slots.map(({ label }) => label),
    variations,
    ...(batch.outputs === undefined ? {} : { aspect: aspectOfImages(batch) }),
    rows: await Promise.all(rows),
  }
}

/** A column of the sheet. */
interface Slot {
  modelIndex: number
  variation?: number
  /** What stands above it. */
  label: string
}

function slotsOf(batch: Batch, variations: number): Slot[] {
  return batch.models.flatMap((model, modelIndex): Slot[] => {
    const label = columnLabel(model, batch.models)
    if (batch.variations === undefined) return [{ modelIndex, label }]
    return Array.from({ length: variations }, (_, variation) => ({
      modelIndex,
      variation,
      label: `${label}, ${variation + 1} of ${batch.variations}`,
    }))
  })
}

function headingOf({ prompts, models, variations, sample }: Batch): string {
  const product = [plural(prompts.length, 'prompt'), plural(models.length, 'model')]
  if (variations !== undefined) product.push(plural(variations, 'variation'))
  return `${product.join(' x ')}${sample === undefined ? '' : `: a sample of ${sample.length}`}`
}

/** Originals have the shape that models are asked for. */
function aspectOfImages({ outputs, models: [model] }: Batch): number {
  const [{ width, height }] = outputsOf({ outputs })
  if (width !== undefined && height !== undefined) return width / height
  return model === undefined ? 1 : aspectOf(model)
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
