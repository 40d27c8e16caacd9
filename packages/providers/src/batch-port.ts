import type { Column, KindError } from '@contactsheet/contract'
import type { GeneratedImage, ImageRequest, Room } from './provider.ts'

/** A job to be made: pictures of one model, each under an id of ours. */
export interface JobToSubmit {
  /** What the provider is told to call it, by which {@link BatchPort.find} finds it: letters, digits, dots and dashes. */
  name: string
  model: Column
  /** In the order of their lines. Asked for once: what is read for one is given up before the next. */
  requests: AsyncIterable<{ id: string; request: ImageRequest }>
  /** Called once all is sent, right before the job begins: what it throws is thrown, and none begins. */
  beforeBegin: () => void
}

/** A job that a provider has taken. */
export interface SubmittedJob {
  /** The provider's name for it. */
  id: string
  submittedAt: Date
  /** By when it means to be done. */
  expectedBy: Date
}

/** How a job stands. */
export interface JobLook {
  state: 'running' | 'completed' | 'failed' | 'expired' | 'canceled'
  /** Lines, as far as the provider tells. */
  counts?: { done: number; failed: number }
  /** Why it failed as a whole. */
  error?: KindError
}

/** What a job brought under an id: a picture, or why there is none. */
export type JobResult = { id: string } & ({ picture: GeneratedImage } | { error: KindError })

/**
 * A provider's batch API: pictures made in jobs, at half the price, within a day. Every call is exactly one try; what it throws is
 * a KindError, or the signal's reason.
 */
export interface BatchPort {
  /** What one job can have: requests, and bytes of all of them together, as {@link bytesOf} counts them. */
  readonly limits: { requests: number; bytes: number }
  /**
   * Bytes that a request takes in the input of a job, at most.
   *
   * @param referenceBytes of each picture to go by
   */
  bytesOf(prompt: string, referenceBytes: readonly number[]): number
  /**
   * Sends the input of a job and has it begin. What is thrown does not tell whether it has: see {@link find}. Of OpenAI, all
   * requests of a job have pictures to go by, or none has.
   */
  submit(job: JobToSubmit, signal: AbortSignal): Promise<SubmittedJob>
  /**
   * The job of a name, if the provider has one that is no older.
   *
   * @param since before it was submitted
   */
  find(name: string, since: Date, signal: AbortSignal): Promise<SubmittedJob | undefined>
  look(id: string, model: Column, signal: AbortSignal): Promise<JobLook>
  /**
   * What a job that has ended has brought, in any order, read piece by piece: one picture at a time is in memory. A line can come
   * twice, or never; of a job that expired or was canceled there is what was done by then.
   *
   * @param modelOf the model that was asked under an id; undefined for an id that is none of ours, whose line is left out
   * @param room reserved for each line as for an answer; whoever takes a result gives it back before the next, and what is left
   *   at the end
   */
  results(
    id: string,
    modelOf: (id: string) => Column | undefined,
    room: Room,
    signal: AbortSignal,
  ): AsyncIterable<JobResult>
  /** Asks the provider to end a job, unless it has. It may take minutes until it does. */
  cancel(id: string, signal: AbortSignal): Promise<void>
  /**
   * Deletes what the provider keeps of a job: its input, and what it brought. What cannot be deleted stays until the provider
   * deletes it by itself.
   */
  discard(id: string, signal: AbortSignal): Promise<void>
}
