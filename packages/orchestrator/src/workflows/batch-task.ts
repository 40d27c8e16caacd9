import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Batch,
  type Ending,
  type Leaf,
  type LeafFailure,
  type LeafRecord,
  leafFailureSchema,
  leavesOf,
  type Outcome,
  recordSchema,
} from '@contactsheet/contract'
import type { BatchStore, WorkflowNotes } from '@contactsheet/storage'
import { MARKS_MS, type Marks } from '../batch-marks.ts'
import { lost } from '../endings.ts'
import type { LaneRunner, LaneStand } from '../lane-runner.ts'
import { isParked, type Parked } from '../parked.ts'
import { heldRecords, LeavesToRun, settleBatch } from '../settle.ts'
import { canceledEndings } from './canceled-endings.ts'
import { parseFailure } from './failure-text.ts'

/** What a leaf task returns: the record of a leaf that has settled, or why there cannot be one, or is none yet. */
export type LeafAnswer = LeafRecord | { error: LeafFailure } | Parked

export interface BatchTask {
  store: BatchStore
  notes: WorkflowNotes
  /** Leaves handed to the platform at once. */
  window: number
  /** Runs a leaf as a task of its own, with the platform's retries, and waits for what it returns. */
  runLeaf: (leaf: Leaf) => Promise<unknown>
  /** Of the batch. */
  marks: Marks
  runLane: LaneRunner
}

/** The platform takes no more leaves. The batch stays open: starting it again goes on where it stopped. */
export class FanOutRefused extends Error {
  override readonly name = 'FanOutRefused'
}

/**
 * Fans a batch out, flat, and settles it. Leaves with a record are left out, found by one listing, so that running it
 * again costs nothing for what is done. The others run in order of their position, a window of them at a time: as one
 * settles the next is handed over.
 *
 * Of a paused batch none is handed over any more. Once those that run have ended it is left open, for whoever resumes it to
 * start it again; unless somebody has by then.
 *
 * Leaves that the economy lane has are left out. No run waits for the day that a provider may take: the batch is left open, with a
 * note when to start it again.
 *
 * @returns undefined if it is left open
 * @throws FanOutRefused if the platform takes no leaves; KindError if the store does not answer
 */
export async function batchTask(task: BatchTask, batch: Batch): Promise<Outcome | undefined> {
  const { store, window, marks } = task
  const { canceled } = marks
  const lane = await task.runLane(batch)
  const settled = await store.settledStates(batch)
  const records = new Map<string, LeafRecord>()
  const endings = new Map<string, Ending>()
  let refusal: unknown

  const isOpen = ({ id }: Leaf) =>
    !settled.has(id) && !records.has(id) && !endings.has(id) && !lane.leaves.has(id)
  /** @param leaves one iterator for all that hand over: each takes the next leaf that no other has */
  const handOver = async (leaves: Iterable<Leaf>) => {
    for (const leaf of leaves) {
      if (refusal !== undefined || canceled.aborted || marks.isPaused()) return
      await noteAttempt(task, batch, leaf, lane)
      try {
        const answer = await task.runLeaf(leaf)
        if (isParked(answer)) continue
        const record = recordSchema.safeParse(answer)
        if (record.success) records.set(leaf.id, record.data)
        else endings.set(leaf.id, await endingOf(task, batch, leaf, answer))
      } catch (error) {
        if (isRefusal(error)) refusal ??= error
        else endings.set(leaf.id, await endingOf(task, batch, leaf, error))
      }
    }
  }
  let open = [...leavesOf(batch)].filter(isOpen)
  while (open.length > 0 && refusal === undefined && !canceled.aborted) {
    const leaves = open.values()
    await Promise.all(Array.from({ length: window }, () => handOver(leaves)))
    open = open.filter(isOpen)
    if (open.length === 0 || refusal !== undefined) break
    if (await store.isPaused(batch.id)) return leftOpen(store, batch, lane)
    // Once what was seen of the mark here is no older than that.
    await sleep(MARKS_MS, undefined, { signal: canceled }).catch(() => {})
  }
  if (refusal !== undefined && !canceled.aborted)
    throw new FanOutRefused(
      `Render took no more leaves of batch ${batch.id} (${textOf(refusal)}). Start generateBatch with ["${batch.id}"] to go on where it stopped.`,
      { cause: refusal },
    )
  if (lane.lookAt !== undefined) return leftOpen(store, batch, lane)
  const rest = canceled.aborted ? await canceledEndings(task.notes, batch) : () => lost(undefined)
  try {
    return await settleBatch(
      store,
      batch,
      heldRecords(batch, records),
      leafId => endings.get(leafId) ?? rest(leafId),
    )
  } catch (error) {
    if (error instanceof LeavesToRun) return batchTask(task, (await store.batch(batch.id)) ?? batch)
    throw error
  }
}

/** Leaves a batch open, with a note when to start it again, if the lane has leaves of it. */
async function leftOpen(store: BatchStore, { id }: Batch, { lookAt }: LaneStand): Promise<undefined> {
  if (lookAt !== undefined) await store.economy.writeLookAt(id, lookAt)
}

/** Notes the attempt that a leaf is at, for its run to go on from, where the lane has tried it before. */
async function noteAttempt(
  { notes }: BatchTask,
  batch: Batch,
  leaf: Leaf,
  { attempts }: LaneStand,
): Promise<void> {
  const attempt = attempts.get(leaf.id)
  if (attempt === undefined || (await notes.attempt(batch.id, leaf.id)) !== undefined) return
  // Whoever begins one counts it.
  await notes.writeAttempt(batch.id, leaf.id, { ...attempt, number: Math.max(1, attempt.number - 1) })
}

/** How a leaf ended whose run failed for good, or returned no record. */
async function endingOf({ notes }: BatchTask, batch: Batch, leaf: Leaf, outcome: unknown): Promise<Ending> {
  const begun = await notes.attempt(batch.id, leaf.id, leaf.version).catch(() => undefined)
  const { error } = failureOf(outcome)
  return { error, attempt: begun }
}

function failureOf(outcome: unknown): Ending {
  if (outcome instanceof Error) {
    const error = parseFailure(outcome.message)
    return error === undefined ? lost(outcome.message) : { error }
  }
  const error =
    typeof outcome === 'object' && outcome !== null && 'error' in outcome ? outcome.error : undefined
  const failure = leafFailureSchema.safeParse(error)
  return failure.success ? { error: failure.data } : lost('its run returned nothing')
}

/**
 * Whether an error of running a leaf is about the platform and not about the leaf: the SDK's own calls to it fail with
 * their HTTP status, or with the code of a broken connection.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && (/^HTTP \d{3}\b/.test(error.message) || 'code' in error)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
