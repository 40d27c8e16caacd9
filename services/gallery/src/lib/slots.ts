import type { BatchView, LeafView } from '../api/types.ts'

/** What of a batch says where its leaves are on its sheet. */
type Laid = Pick<BatchView, 'prompts' | 'models' | 'variations' | 'sample'>

/** A column of pictures: those of a model, or of one variation of them. */
export interface Slot {
  /** Index of its model. */
  model: number
  /** Label of its model. */
  label: string
  /** Which of how many, as in `2 of 4`; absent where there is one. */
  place?: string
}

/** A column in words. */
export function slotName({ label, place }: Slot): string {
  return place === undefined ? label : `${label}, ${place}`
}

/** What made a leaf: its column, unless it was made again by another model. */
export function makerOf(view: Laid, slot: Slot, leaf: LeafView | undefined): string {
  return leaf === undefined || leaf.model === view.models[slot.model]?.id ? slotName(slot) : leaf.model
}

/** The columns of the sheet of a batch, those of the variations of a model side by side. */
export function slotsOf(view: Laid): Slot[] {
  return view.models.flatMap(({ label }, model): Slot[] => {
    if (view.variations === undefined) return [{ model, label }]
    return Array.from({ length: shownVariations(view) }, (_, variation) => ({
      model,
      label,
      place: `${variation + 1} of ${view.variations}`,
    }))
  })
}

export function slotCount(view: Laid): number {
  return view.models.length * shownVariations(view)
}

/** A sample takes further variations only once each prompt has its first: a sheet has no room for those it lacks. */
function shownVariations({ models, variations = 1, sample }: Laid): number {
  return sample === undefined
    ? variations
    : Math.ceil(sample.images / (sample.prompts.length * models.length))
}

export function rowCount({ prompts, sample }: Laid): number {
  return sample?.prompts.length ?? prompts.length
}

/** Index of the prompt of a row. */
export function promptOf({ sample }: Laid, row: number): number {
  return sample === undefined ? row : (sample.prompts[row] ?? Number.NaN)
}

/** The row of a prompt; -1 if it has none. */
export function rowOf({ prompts, sample }: Laid, prompt: number): number {
  if (sample === undefined) return prompt in prompts ? prompt : -1
  let [from, to] = [0, sample.prompts.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sample.prompts[middle] ?? 0) < prompt) from = middle + 1
    else to = middle
  }
  return sample.prompts[from] === prompt ? from : -1
}

/** Where a leaf stands on the sheet: row by row, from 0. */
export function positionOf(
  view: Laid,
  { promptIndex, modelIndex, variation = 0 }: Pick<LeafView, 'promptIndex' | 'modelIndex' | 'variation'>,
): number {
  return rowOf(view, promptIndex) * slotCount(view) + modelIndex * shownVariations(view) + variation
}

/** Id of the leaf at a position. */
export function leafIdAt(view: Laid, position: number): string {
  const slots = slotCount(view)
  const [slot, variations] = [position % slots, shownVariations(view)]
  const prompt = promptOf(view, Math.floor(position / slots))
  const letter = view.variations === undefined ? '' : 'abcdefghij'.charAt(slot % variations)
  const model = Math.floor(slot / variations)
  return `${String(prompt).padStart(4, '0')}-${String(model).padStart(2, '0')}${letter}`
}

/** The column of a position. */
export function slotAt(view: Laid, position: number): Slot | undefined {
  return slotsOf(view)[position % slotCount(view)]
}

/** The position that the leaf of an id has; undefined if there is none. */
export function positionOfId(view: Laid, leafId: string): number | undefined {
  const [, prompt, model, letter = 'a'] = /^(\d{4})-(\d{2})([a-j])?$/.exec(leafId) ?? []
  const position = positionOf(view, {
    promptIndex: Number(prompt),
    modelIndex: Number(model),
    variation: letter.charCodeAt(0) - 'a'.charCodeAt(0),
  })
  const isThere = position >= 0 && position < rowCount(view) * slotCount(view)
  return isThere && leafIdAt(view, position) === leafId ? position : undefined
}
