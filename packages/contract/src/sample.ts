import { hash } from 'node:crypto'
import type { Extent } from './leaf.ts'

/** Positions of the prompts that the leaves of a batch are of, ascending. */
export function sampledPrompts({ prompts, models, variations = 1, sample }: Extent): number[] {
  const ofPrompt = models.length * variations
  if (sample === undefined) return [...prompts.keys()]
  return [...new Set(sample.map(place => Math.floor(place / ofPrompt)))]
}

/** How many variations the leaves of a batch have at most: of a sample it may be fewer than of the whole. */
export function sampledVariations({ variations = 1, sample }: Extent): number {
  if (sample === undefined || variations === 1) return variations
  return sample.reduce((most, place) => Math.max(most, (place % variations) + 1), 1)
}

/**
 * A sample of what a batch could make, for a first look: some prompts, which every column makes, so that columns can be
 * compared and have an equal share. Which prompts hangs on their texts and places alone: the same request takes the same
 * sample, and a larger one holds the smaller. Further variations are taken once every prompt is there.
 *
 * @param size how many of them, at most as many as there are
 * @returns their places in the order of leaves, ascending
 */
export function sampleOf(
  { prompts, models, variations = 1 }: Omit<Extent, 'sample'>,
  size: number,
): number[] {
  const places: number[] = []
  const ranks = prompts.map((prompt, index) => hash('sha256', `${index} ${prompt}`))
  const shuffled = [...prompts.keys()].sort((a, b) => ((ranks[a] ?? '') < (ranks[b] ?? '') ? -1 : 1))
  for (let variation = 0; variation < variations; variation++)
    for (const prompt of shuffled)
      for (let column = 0; column < models.length; column++) {
        if (places.length === size) return places.sort((a, b) => a - b)
        places.push((prompt * models.length + column) * variations + variation)
      }
  return places.sort((a, b) => a - b)
}
