import type OpenAI from 'openai'
import { z } from 'zod'
import type { BatchPort } from './batch-port.ts'
import { call, kindErrorOf } from './call.ts'
import type { Deadline } from './deadline.ts'
import { forgiving, hasEnded, isGone, isLeftToExpire } from './forgiving.ts'
import { guardedFetch } from './http.ts'
import { bytesOf, type LineOf } from './job-input.ts'
import { jobOptions } from './job-options.ts'
import { resultsIn } from './job-results.ts'
import { askedOf, openAiClient } from './openai.ts'
import {
  failureOf,
  type Job,
  jobSchema,
  NAME_FIELD,
  pageSchema,
  resultFiles,
  stateOf,
  submittedJob,
} from './openai-job.ts'
import { openAiResults } from './openai-results.ts'
import type { OpenOptions } from './provider.ts'
import { doneBy, jsonTo, responseTo } from './response.ts'
import { streamingForms } from './streamed-form.ts'
import { submitJob } from './submit-job.ts'
import { toldAs } from './told-as.ts'
import { restarting, transferred } from './transfer.ts'

/** An input may have 200 MB. */
const LIMITS = { requests: 50_000, bytes: 190e6 }

/** An input is of use for a day, until its job has ended, and is deleted then. This is for when nobody does. */
const INPUT_EXPIRY = { anchor: 'created_at', seconds: 7 * 24 * 3600 } as const

/** Jobs listed at a time: the most there may be. */
const PAGE_LENGTH = 100

/** By how much the clock of the provider may be behind ours, in milliseconds. */
const CLOCK_SLACK_MS = 60_000

/** The longest that the SDK knows, in milliseconds: what ends a call is our deadline. */
const SDK_TIMEOUT_MS = 2 ** 31 - 1

const fileSchema = z.object({ id: z.string() })

type Endpoint = '/v1/images/generations' | '/v1/images/edits'

/** OpenAI's batch API by its SDK. Loads the SDK: import this lazily. */
export function openAiBatches(options: OpenOptions): BatchPort {
  const client = openAiClient(options).withOptions({ timeout: SDK_TIMEOUT_MS })
  const own = jobOptions(options)

  const answerTo = (ask: (client: OpenAI) => Promise<unknown>, signal: AbortSignal) =>
    jsonTo(fetch => ask(client.withOptions({ fetch })), signal)

  const look = async (id: string, signal: AbortSignal): Promise<Job> =>
    toldAs(jobSchema, await answerTo(({ batches }) => batches.retrieve(id, { signal }), signal))

  const jobOf = (id: string, signal: AbortSignal) => call(own, signal, ({ signal }) => look(id, signal))

  const deleteFile = (id: string, signal: AbortSignal) =>
    call(own, signal, ({ signal }) =>
      doneBy(fetch => client.withOptions({ fetch }).files.delete(id, { signal }), signal),
    )

  const upload = async (name: string, input: Blob, deadline: Deadline): Promise<string> => {
    const fetch = Object.assign(streamingForms(restarting(deadline, guardedFetch)), { Response })
    const file = new File([input], `${name}.jsonl`, { type: input.type })
    const body = { file, purpose: 'batch', expires_after: INPUT_EXPIRY } as const
    const sent = await client.withOptions({ fetch }).files.create(body, { signal: deadline.signal })
    return toldAs(fileSchema, sent).id
  }

  return {
    limits: LIMITS,
    bytesOf,

    submit: (job, signal) => {
      const { lineOf, endpoint } = linesOfOneEndpoint()
      const about = jobOptions(options, job.model)
      return submitJob(job, lineOf, signal, {
        upload: input => call(about, signal, deadline => upload(job.name, input, deadline)),
        create: id =>
          call(about, signal, async ({ signal }) => {
            const asked = {
              input_file_id: id,
              endpoint: endpoint(),
              completion_window: '24h',
              metadata: { [NAME_FIELD]: job.name },
            } as const
            return submittedJob(
              toldAs(jobSchema, await answerTo(({ batches }) => batches.create(asked, { signal }), signal)),
            )
          }),
        remove: id => deleteFile(id, signal),
      })
    },

    find: async (name, since, signal) => {
      const oldest = (since.getTime() - CLOCK_SLACK_MS) / 1000
      for (let after: string | undefined; ; ) {
        const query = { limit: PAGE_LENGTH, ...(after === undefined ? {} : { after }) }
        const page = await call(own, signal, async ({ signal }) => {
          return toldAs(pageSchema, await answerTo(({ batches }) => batches.list(query, { signal }), signal))
        })
        const recent = page.data.filter(({ created_at }) => created_at >= oldest)
        const found = recent.find(({ metadata }) => metadata[NAME_FIELD] === name)
        if (found !== undefined) return submittedJob(found)
        // The newest come first.
        if (!page.has_more || recent.length === 0) return undefined
        after = page.data.at(-1)?.id
      }
    },

    look: async (id, model, signal) => {
      const job = await jobOf(id, signal)
      const { request_counts: counts } = job
      const state = stateOf(job)
      return {
        state,
        ...(counts === undefined ? {} : { counts: { done: counts.completed, failed: counts.failed } }),
        ...(state === 'failed' ? { error: kindErrorOf(failureOf(job), jobOptions(options, model)) } : {}),
      }
    },

    results: (id, modelOf, room, signal) => {
      const format = openAiResults(options)
      return transferred(own, signal, async function* (deadline) {
        const { signal } = deadline
        for (const file of resultFiles(await look(id, signal))) {
          deadline.restart()
          const response = await responseTo(
            fetch => client.withOptions({ fetch }).files.content(file, { signal }),
            signal,
          )
          yield* resultsIn(response, format, modelOf, options, deadline, room)
        }
      })
    },

    cancel: async (id, signal) => {
      const canceled = call(own, signal, ({ signal }) =>
        doneBy(fetch => client.withOptions({ fetch }).batches.cancel(id, { signal }), signal),
      )
      await forgiving(canceled, hasEnded, signal)
    },

    discard: async (id, signal) => {
      const job = await forgiving(jobOf(id, signal), isGone, signal)
      if (job === undefined) return
      for (const file of [job.input_file_id, ...resultFiles(job)])
        if (file !== undefined) await forgiving(deleteFile(file, signal), isLeftToExpire, signal)
    },
  }
}

/** The lines of a job, which are all of one endpoint, and that endpoint once there is one. */
function linesOfOneEndpoint(): { lineOf: LineOf; endpoint: () => Endpoint } {
  let url: Endpoint | undefined
  const lineOf: LineOf = (id, request, inline) => {
    const { references = [] } = request
    const own = references.length === 0 ? '/v1/images/generations' : '/v1/images/edits'
    url ??= own
    if (own !== url) throw new Error('a job has requests with and without pictures to go by')
    const images = references.map(picture => ({
      image_url: `data:${picture.type};base64,${inline.token(picture)}`,
    }))
    const body = { ...askedOf(request), ...(images.length === 0 ? {} : { images }) }
    return { custom_id: id, method: 'POST', url, body }
  }
  const endpoint = () => {
    if (url === undefined) throw new Error('a job has no requests')
    return url
  }
  return { lineOf, endpoint }
}
