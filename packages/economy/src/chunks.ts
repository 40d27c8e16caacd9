import { type Batch, referencesOf } from '@contactsheet/contract'
import type { BatchPort } from '@contactsheet/providers'
import type { LaneLeaf } from './survey.ts'

/** Leaves of one job: so few that a job which is stuck strands a tenth of a batch, and no fewer or more than these. */
const LEAST_LEAVES = 25
const MOST_LEAVES = 1_000
const SHARE = 1 / 10

/**
 * The free leaves of one provider in chunks, each for a job: of one model, all with references or all without, and within what a
 * job can have.
 */
export function* chunksOf(
  batch: Batch,
  leaves: readonly LaneLeaf[],
  { limits, requestBytes }: Pick<BatchPort, 'limits' | 'requestBytes'>,
): Generator<LaneLeaf[]> {
  const most = Math.min(limits.requests, clamp(Math.ceil(leaves.length * SHARE), LEAST_LEAVES, MOST_LEAVES))
  const alike = Map.groupBy(leaves, ({ leaf, model }) => `${model.id} ${hasReferences(batch, leaf)}`)
  for (const group of alike.values()) {
    let chunk: LaneLeaf[] = []
    let bytes = 0
    for (const free of group) {
      const ownBytes = requestBytes + inBase64(referenceBytes(batch, free.leaf))
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

function hasReferences(batch: Batch, { promptIndex }: LaneLeaf['leaf']): boolean {
  return referencesOf(batch, promptIndex).length > 0
}

function referenceBytes(batch: Batch, { promptIndex }: LaneLeaf['leaf']): number {
  return referencesOf(batch, promptIndex).reduce((sum, { bytes }) => sum + bytes, 0)
}

function inBase64(bytes: number): number {
  return Math.ceil((bytes * 4) / 3)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
