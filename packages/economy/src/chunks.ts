import { type Batch, referencesOf, textsOf } from '@contactsheet/contract'
import type { BatchPort } from '@contactsheet/providers'
import type { LaneLeaf } from './survey.ts'

/** Leaves of one job: so few that a job which is stuck strands a tenth of a batch, and no fewer or more than these. */
const LEAST_LEAVES = 25
const MOST_LEAVES = 1_000
const SHARE = 1 / 10

/**
 * The free leaves of one provider in chunks, each for a job: of one model, all with references or all without, and within what a
 * job can have.
 *
 * @param part how much smaller they are, where the provider had no room for larger ones
 */
export function* chunksOf(
  batch: Batch,
  leaves: readonly LaneLeaf[],
  { limits, bytesOf }: Pick<BatchPort, 'limits' | 'bytesOf'>,
  part = 1,
): Generator<LaneLeaf[]> {
  const wanted = clamp(Math.ceil(leaves.length * SHARE), LEAST_LEAVES, MOST_LEAVES)
  const most = Math.min(limits.requests, Math.max(1, Math.floor(wanted * part)))
  const alike = Map.groupBy(leaves, ({ leaf, model }) => `${model.id} ${hasReferences(batch, leaf)}`)
  for (const group of alike.values()) {
    let chunk: LaneLeaf[] = []
    let bytes = 0
    for (const free of group) {
      const { context, extraPrompt } = textsOf(batch, free.leaf.promptIndex)
      const ownBytes = bytesOf(free.leaf.prompt + context + extraPrompt, referenceBytes(batch, free.leaf))
      if (chunk.length > 0 && (chunk.length >= most || bytes + ownBytes > limits.bytes)) {
        yield chunk
        chunk = []
        bytes = 0
      }
      chunk.push(free)
      bytes += ownBytes
    }
    yield chunk
  }
}

function hasReferences(batch: Batch, leaf: LaneLeaf['leaf']): boolean {
  return referenceBytes(batch, leaf).length > 0
}

function referenceBytes(batch: Batch, { promptIndex }: LaneLeaf['leaf']): number[] {
  return referencesOf(batch, promptIndex).map(({ bytes }) => bytes)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
