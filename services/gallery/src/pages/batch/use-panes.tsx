import { useQueries } from '@tanstack/react-query'
import type { LeafPick, LeafView } from '../../api/types.ts'
import { leafIdAt, makerOf, promptOf, slotAt, slotCount } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import { isComplete, type LiveBatch } from '../../live/live-batch.ts'
import { deleted, imageKey } from '../../state/deletions.ts'
import { leafDetail } from '../../ui/leaf-detail.ts'
import { Missing } from '../../ui/leaf-view.tsx'
import type { Picture } from '../../ui/panes/frame.tsx'
import type { Comparison } from './use-comparison.ts'

/** A leaf that is compared. */
export interface ComparedLeaf {
  position: number
  leafId: string
  leaf: LeafView | undefined
  /** What made it. */
  name: string
  prompt: string
  /** Whether there is a picture of it that something can be said of. */
  hasPicture: boolean
  pick: LeafPick | undefined
}

/** One of the pictures beside each other. */
export interface Pane extends Picture {
  of: ComparedLeaf
  isOriginal: boolean
  /** Where it is among the others, as a key: with other pictures the places stay, and the focus in them. */
  place: string
  /** What made it, in words. */
  label: string
}

/** The pictures of a comparison, in their order, and the leaves they are of. */
export function usePanes(
  batch: LiveBatch,
  { compared, pictures, pickOf }: Comparison,
): { leaves: ComparedLeaf[]; panes: Pane[] } {
  const { view } = batch
  const gone = useStore(deleted)
  const leaves = compared.shown.map((position): ComparedLeaf => {
    const leaf = batch.leaves[position]
    const slot = slotAt(view, position)
    const leafId = leafIdAt(view, position)
    return {
      position,
      leafId,
      leaf,
      name: slot === undefined ? '' : makerOf(view, slot, leaf),
      prompt: view.prompts[promptOf(view, Math.floor(position / slotCount(view)))] ?? '',
      hasPicture: leaf?.imageUrl !== undefined && !gone.has(imageKey(view.id, leafId)),
      pick: leaf && pickOf(leaf),
    }
  })
  const details = useQueries({
    queries: leaves.map(({ leaf, leafId, hasPicture }) => ({
      ...leafDetail(view.id, leaf ?? { leafId, state: 'queued' }),
      enabled: pictures !== 'finished' && hasPicture,
    })),
  })
  const complete = isComplete(batch)
  const panes = leaves.flatMap((of, index) => {
    const { leaf, leafId, name, prompt, hasPicture } = of
    const alt = `${prompt}, by ${name}`
    const finished = (): Pane => ({
      of,
      isOriginal: false,
      place: `${index} finished`,
      label: name,
      key: leafId,
      url: hasPicture ? leaf?.imageUrl : undefined,
      alt,
      instead:
        leaf !== undefined ? (
          <Missing leaf={leaf} gone={gone.has(imageKey(view.id, leafId))} />
        ) : complete ? (
          'Not in the sample'
        ) : null,
    })
    const original = (): Pane => {
      const { data, isPending, error } = details[index] ?? {}
      const none = error?.message ?? (isPending ? null : 'No original of it is kept.')
      return {
        ...finished(),
        isOriginal: true,
        place: `${index} original`,
        label: `${name}, original`,
        key: `${leafId} original`,
        alt: `Original of ${alt}`,
        ...(hasPicture ? { url: data?.originalUrl, instead: none } : {}),
      }
    }
    if (pictures === 'both') return [finished(), original()]
    return [pictures === 'original' ? original() : finished()]
  })
  return { leaves, panes }
}
