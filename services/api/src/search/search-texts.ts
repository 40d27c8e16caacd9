import type { Batch, Label } from '@contactsheet/contract'
import { fold, hasFolded, hasWords } from '@contactsheet/contract/text'
import type { BatchStore } from '@contactsheet/storage'
import { LRUCache } from 'lru-cache'
import type { BatchReader } from '../batches/batch-reader.ts'
import { ownLabel } from '../batches/labels.ts'

/** What all texts may take in memory. */
const MEMORY_BYTES = 24 * 1024 * 1024

/** How long a text is searched before it is looked whether the batch has others by now, in milliseconds. */
const FRESH_MS = 60_000

/** Bytes of a text that count as much as a batch does. */
const BYTES_A_BATCH = 100_000

interface SearchText {
  /** A line for each prompt, with its titles, folded. */
  lines: string
  own: Label
  /** Of what was asked. */
  version: string | undefined
}

/** How far a batch has some words: as a whole in what it is called, or in some of its prompts and titles. */
export type Found = 'label' | 'texts' | undefined

/**
 * What can be searched of batches. A text is kept folded, so that a search of many batches is a few comparisons of strings;
 * how many are kept is bounded, and the others are read again.
 */
export class SearchTexts {
  readonly #store: BatchStore
  readonly #reader: BatchReader
  readonly #texts = new LRUCache<string, SearchText>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ lines }) => Math.min(100 + 2 * lines.length, MEMORY_BYTES),
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (id, previous) => {
      const version = await this.#store.batchVersion(id)
      if (previous !== undefined && version === previous.version) return previous
      const batch = await this.#store.batch(id).catch((error: unknown) => this.#reader.tell(id, error))
      return batch && { lines: linesOf(batch), own: ownLabel(batch), version }
    },
  })

  constructor(store: BatchStore, reader: BatchReader) {
    this.#store = store
    this.#reader = reader
    reader.onForget(id => this.#texts.delete(id))
  }

  /** Whether {@link look} asks the store for nothing. */
  knows(id: string): boolean {
    return this.#texts.has(id)
  }

  /**
   * Looks for words in a batch, all of which are to be in one of its texts.
   *
   * @param words folded; none are found everywhere
   * @param tag that it must have; undefined: any or none
   * @returns what was found, and as how many batches the look counts: a large one takes longer
   */
  async look(
    id: string,
    words: readonly string[],
    tag: string | undefined,
  ): Promise<{ found: Found; weight: number }> {
    const text = await this.#texts.fetch(id)
    if (text === undefined) return { found: undefined, weight: 1 }
    const weight = 1 + text.lines.length / BYTES_A_BATCH
    const { name = '', tags } = await this.#reader.label(id, text.own)
    if (tag !== undefined && !tags.some(one => fold(one) === fold(tag))) return { found: undefined, weight }
    if (hasWords([name, ...tags].join(' '), words)) return { found: 'label', weight }
    return { found: hasLine(text.lines, words) ? 'texts' : undefined, weight }
  }
}

function linesOf({ prompts, items, titles = {}, changes = {} }: Batch): string {
  const more = Map.groupBy(
    [
      ...Object.entries(titles),
      ...Object.entries(changes).map(([id, { prompt = '' }]) => [id, prompt] as const),
    ],
    ([leafId]) => Number(leafId.slice(0, 4)),
  )
  return prompts
    .map((prompt, index) =>
      fold(
        [prompt, items?.[index]?.title ?? '', ...(more.get(index) ?? []).map(([, text]) => text)].join(' '),
      ),
    )
    .join('\n')
}

/** Whether one of some lines has all the words: lines that lack the longest one are not looked at by themselves. */
function hasLine(lines: string, words: readonly string[]): boolean {
  const [rarest = '', ...others] = words.toSorted((a, b) => b.length - a.length)
  if (others.length === 0 || !hasFolded(lines, words)) return hasFolded(lines, words)
  for (let at = lines.indexOf(rarest); at >= 0; at = lines.indexOf(rarest, at)) {
    const start = lines.lastIndexOf('\n', at) + 1
    const end = lines.indexOf('\n', at)
    if (hasFolded(lines.slice(start, end < 0 ? undefined : end), others)) return true
    if (end < 0) return false
    at = end
  }
  return false
}
