import { KindError } from '@contactsheet/contract'
import type { JobToSubmit, SubmittedJob } from './batch-port.ts'
import { type LineOf, withInput } from './job-input.ts'

/** The calls by which a job is submitted. */
export interface SubmitCalls {
  /** @returns what the provider calls the input */
  upload(input: Blob): Promise<string>
  create(input: string): Promise<SubmittedJob>
  remove(input: string): Promise<unknown>
}

/** Writes the input of a job, sends it, and has the job begin. An input whose job was refused is deleted. */
export async function submitJob(
  { model, requests, beforeBegin }: JobToSubmit,
  lineOf: LineOf,
  signal: AbortSignal,
  { upload, create, remove }: SubmitCalls,
): Promise<SubmittedJob> {
  const ofModel: LineOf = (id, request, inline) => {
    if (request.model.id === model.id) return lineOf(id, request, inline)
    throw new Error(`a job of ${model.id} has a request for ${request.model.id}`)
  }
  try {
    return await withInput(requests, ofModel, signal, async input => {
      if (input.size === 0) throw new Error('a job has no requests')
      const id = await upload(input)
      try {
        beforeBegin()
        return await create(id)
      } catch (error) {
        // Where it is not known whether there is a job, that may need it.
        if (isRefusal(error)) await remove(id).catch(() => {})
        throw error
      }
    })
  } catch (error) {
    signal.throwIfAborted()
    throw KindError.from(error)
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof KindError && error.status !== undefined && error.kind !== 'unavailable'
}
