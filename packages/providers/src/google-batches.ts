import { GoogleGenAI } from '@google/genai/web'
import type { BatchPort } from './batch-port.ts'
import { call, kindErrorOf } from './call.ts'
import type { Deadline } from './deadline.ts'
import { Failure, transportFailure } from './failure.ts'
import { forgiving, hasEnded, isGone, isLeftToExpire } from './forgiving.ts'
import { configFor, partsOf } from './google.ts'
import { failureOf, type Job, jobSchema, listSchema, stateOf, submittedJob } from './google-job.ts'
import { googleResults } from './google-results.ts'
import { guardedFetch } from './http.ts'
import { bytesOf, type LineOf } from './job-input.ts'
import { jobOptions } from './job-options.ts'
import { resultsIn } from './job-results.ts'
import type { OpenOptions } from './provider.ts'
import { doneBy, jsonTo, responseTo } from './response.ts'
import { AS_THEY_ARE, withStreamedBody } from './streamed-body.ts'
import { submitJob } from './submit-job.ts'
import { toldAs } from './told-as.ts'
import { restarting, transferred } from './transfer.ts'

type Fetch = typeof globalThis.fetch

/** An input may have 2 GB. */
const LIMITS = { requests: 50_000, bytes: 1.9e9 }

/** `v1` has no jobs. */
const API_VERSION = 'v1beta'

/** Jobs listed at a time. */
const PAGE_LENGTH = 100

/** By how much the clock of the provider may be behind ours, in milliseconds. */
const CLOCK_SLACK_MS = 60_000

/** Gemini's batch API by Google's SDK. Loads the SDK: import this lazily. */
export function googleBatches(options: OpenOptions): BatchPort {
  const { apiKey, baseUrl } = options
  const own = jobOptions(options)

  /** The SDK for one call: for some it takes no signal, and no fetch but that which it is opened with. */
  const clientWith = (fetch: Fetch) =>
    new GoogleGenAI({ apiKey, apiVersion: API_VERSION, httpOptions: { baseUrl, fetch } })

  const answerTo = (ask: (client: GoogleGenAI) => Promise<unknown>, signal: AbortSignal) =>
    jsonTo(fetch => ask(clientWith(fetch)), signal)

  const look = async (name: string, signal: AbortSignal): Promise<Job> =>
    toldAs(jobSchema, await answerTo(({ batches }) => batches.get({ name }), signal))

  const jobOf = (id: string, signal: AbortSignal) => call(own, signal, ({ signal }) => look(id, signal))

  const deleteFile = (name: string, signal: AbortSignal) =>
    call(own, signal, ({ signal }) => doneBy(fetch => clientWith(fetch).files.delete({ name }), signal))

  const upload = async (displayName: string, input: Blob, deadline: Deadline): Promise<string> => {
    const fetch = restarting(deadline, guardedFetch)
    const { signal } = deadline
    const client = clientWith((input, init) => fetch(input, { ...streamed(init), signal }))
    const config = { mimeType: input.type, displayName }
    const { name } = await client.files.upload({ file: input, config }).catch((error: unknown) => {
      // The SDK has errors of its own for what it misses in an answer.
      throw transportFailure(error) ?? new Failure('unavailable', String(error))
    })
    if (name === undefined) throw new Failure('unavailable', 'the answer to an upload names no file')
    return name
  }

  const download = (file: string, signal: AbortSignal): Promise<Response> => {
    const url = `${baseUrl.replace(/\/$/, '')}/download/${API_VERSION}/${file}:download?alt=media`
    return responseTo(fetch => fetch(url, { headers: { 'x-goog-api-key': apiKey } }), signal)
  }

  return {
    limits: LIMITS,
    bytesOf,

    submit: (job, signal) => {
      const { name: displayName, model } = job
      const about = jobOptions(options, model)
      return submitJob(job, lineOf, signal, {
        upload: input => call(about, signal, deadline => upload(displayName, input, deadline)),
        create: fileName =>
          call(about, signal, async ({ signal }) => {
            const asked = { model: model.id, src: { fileName }, config: { displayName } }
            return submittedJob(
              toldAs(jobSchema, await answerTo(({ batches }) => batches.create(asked), signal)),
            )
          }),
        remove: name => deleteFile(name, signal),
      })
    },

    find: async (name, since, signal) => {
      const oldest = since.getTime() - CLOCK_SLACK_MS
      // All pages: in which order they come is not said.
      for (let pageToken: string | undefined; ; ) {
        const config = { pageSize: PAGE_LENGTH, ...(pageToken === undefined ? {} : { pageToken }) }
        const page = await call(own, signal, async ({ signal }) =>
          toldAs(listSchema, await answerTo(({ batches }) => batches.list({ config }), signal)),
        )
        const found = page.operations
          .filter(({ metadata }) => metadata.displayName === name)
          .map(submittedJob)
          .find(({ submittedAt }) => submittedAt.getTime() >= oldest)
        if (found !== undefined || !page.nextPageToken) return found
        pageToken = page.nextPageToken
      }
    },

    look: async (id, model, signal) => {
      const job = await jobOf(id, signal)
      const state = stateOf(job)
      const { batchStats: stats } = job.metadata
      const counts = stats && { done: stats.successfulRequestCount, failed: stats.failedRequestCount }
      return {
        state,
        ...(counts === undefined ? {} : { counts }),
        ...(state === 'failed' ? { error: kindErrorOf(failureOf(job), jobOptions(options, model)) } : {}),
      }
    },

    results: (id, modelOf, room, signal) => {
      const format = googleResults(options)
      return transferred(own, signal, async function* (deadline) {
        const { responsesFile } = (await look(id, deadline.signal)).metadata.output
        if (responsesFile === undefined) return
        deadline.restart()
        const response = await download(responsesFile, deadline.signal)
        yield* resultsIn(response, format, modelOf, options, deadline, room)
      })
    },

    cancel: async (name, signal) => {
      const canceled = call(own, signal, ({ signal }) =>
        doneBy(fetch => clientWith(fetch).batches.cancel({ name }), signal),
      )
      await forgiving(canceled, hasEnded, signal)
    },

    discard: async (name, signal) => {
      const job = await forgiving(jobOf(name, signal), isGone, signal)
      if (job === undefined) return
      const { inputConfig, output } = job.metadata
      for (const file of [inputConfig.fileName, output.responsesFile])
        if (file !== undefined) await forgiving(deleteFile(file, signal), isLeftToExpire, signal)
      const deleted = call(own, signal, ({ signal }) =>
        doneBy(fetch => clientWith(fetch).batches.delete({ name }), signal),
      )
      await forgiving(deleted, isLeftToExpire, signal)
    },
  }
}

const lineOf: LineOf = (key, request, inline) => {
  const contents = [{ parts: partsOf(request, inline), role: 'user' }]
  return { key, request: { contents, generationConfig: configFor(request) } }
}

/** A chunk of a file is sent piece by piece. */
function streamed(init: RequestInit | undefined): RequestInit | undefined {
  return init?.body instanceof Blob ? withStreamedBody(init, [init.body], AS_THEY_ARE) : init
}
