import type { Provider } from '@contactsheet/contract'
import { GoogleGenAI } from '@google/genai/web'
import OpenAI, { toFile } from 'openai'
import type { RunningEmulator } from '../start.ts'

/** What the batch APIs of both providers have in common, spoken by their own SDKs. */
export interface Api {
  provider: Provider
  /** A line of input that asks for a picture of a prompt. */
  line: (id: string, prompt: string) => object
  upload: (text: string) => Promise<string>
  create: (file: string, name: string) => Promise<string>
  look: (id: string) => Promise<Seen>
  list: () => Promise<string[]>
  cancel: (id: string) => Promise<unknown>
  /** Answers of a job, in any order. */
  results: (id: string) => Promise<Result[]>
  /** As they are sent. */
  resultText: (id: string) => Promise<string>
  /** Names of the files that are there. */
  files: () => Promise<string[]>
  remove: (file: string) => Promise<unknown>
}

interface Seen {
  state: string
  total: number
  done: number
  failed: number
  files: string[]
  failure?: string
}

interface Result {
  id: string
  /** HTTP status, or what is told in place of one. */
  status: number | string
  /** In base64. */
  picture?: string | undefined
}

const GEMINI_MODEL = 'gemini-3-pro-image'

/** The SDK says `JOB_STATE_SUCCEEDED` where OpenAI says `completed`. */
const STATES: Record<string, string> = {
  in_progress: 'running',
  cancelled: 'canceled',
  JOB_STATE_RUNNING: 'running',
  JOB_STATE_SUCCEEDED: 'completed',
  JOB_STATE_CANCELLED: 'canceled',
  JOB_STATE_EXPIRED: 'expired',
  JOB_STATE_FAILED: 'failed',
}

export const openAiOf = ({ openAiBaseUrl }: RunningEmulator) =>
  new OpenAI({ apiKey: 'none', baseURL: openAiBaseUrl, maxRetries: 0 })

export const geminiOf = ({ geminiBaseUrl }: RunningEmulator) =>
  new GoogleGenAI({ apiKey: 'none', apiVersion: 'v1beta', httpOptions: { baseUrl: geminiBaseUrl } })

export function openAiApi(emulator: RunningEmulator): Api {
  const client = openAiOf(emulator)
  const look = async (id: string) => {
    const job = await client.batches.retrieve(id)
    return {
      state: STATES[job.status] ?? job.status,
      total: job.request_counts?.total ?? 0,
      done: job.request_counts?.completed ?? 0,
      failed: job.request_counts?.failed ?? 0,
      files: [job.output_file_id, job.error_file_id].filter(file => typeof file === 'string'),
      ...(job.errors?.data?.[0]?.code === undefined ? {} : { failure: job.errors.data[0].code }),
    }
  }
  const resultText = async (id: string) => {
    const { files } = await look(id)
    const texts: string[] = []
    for (const file of files) texts.push(await (await client.files.content(file)).text())
    return texts.join('')
  }
  return {
    provider: 'openai',
    line: openAiLine,
    upload: async text =>
      (await client.files.create({ file: await toFile(Buffer.from(text), 'in.jsonl'), purpose: 'batch' })).id,
    create: async (file, name) =>
      (
        await client.batches.create({
          input_file_id: file,
          endpoint: '/v1/images/generations',
          completion_window: '24h',
          metadata: { contactsheet: name },
        })
      ).id,
    look,
    list: async () => (await Array.fromAsync(client.batches.list())).map(({ id }) => id),
    cancel: id => client.batches.cancel(id),
    resultText,
    results: async id =>
      linesOf(await resultText(id)).map(({ custom_id, response, error }) => ({
        id: custom_id,
        status: response?.status_code ?? error.code,
        picture: response?.body.data?.[0]?.b64_json,
      })),
    files: async () => (await Array.fromAsync(client.files.list())).map(({ id }) => id),
    remove: file => client.files.delete(file),
  }
}

export function geminiApi(emulator: RunningEmulator): Api {
  const client = geminiOf(emulator)
  const look = async (name: string) => {
    const job = await client.batches.get({ name })
    const file = job.dest?.fileName
    // The SDK keeps counts and errors to itself.
    const raw = await fetch(`${emulator.url}/v1beta/${name}`, { headers: { 'x-goog-api-key': 'none' } })
    const { metadata, error } = (await raw.json()) as {
      metadata: { batchStats: Record<string, string> }
      error?: { status: string }
    }
    const { requestCount, successfulRequestCount, failedRequestCount } = metadata.batchStats
    return {
      state: STATES[job.state ?? ''] ?? `${job.state}`,
      total: Number(requestCount),
      done: Number(successfulRequestCount),
      failed: Number(failedRequestCount),
      files: file === undefined ? [] : [file],
      ...(error === undefined ? {} : { failure: error.status }),
    }
  }
  const resultText = async (name: string) => {
    const [file] = (await look(name)).files
    if (file === undefined) return ''
    const response = await fetch(`${emulator.url}/download/v1beta/${file}:download?alt=media`, {
      headers: { 'x-goog-api-key': 'none' },
    })
    if (!response.ok) throw Object.assign(new Error(await response.text()), { status: response.status })
    return response.text()
  }
  return {
    provider: 'google',
    line: geminiLine,
    upload: async text => {
      const file = await client.files.upload({
        file: new Blob([text], { type: 'application/jsonl' }),
        config: { mimeType: 'application/jsonl', displayName: 'in.jsonl' },
      })
      return file.name ?? ''
    },
    create: async (fileName, displayName) =>
      (await client.batches.create({ model: GEMINI_MODEL, src: { fileName }, config: { displayName } }))
        .name ?? '',
    look,
    list: async () => (await Array.fromAsync(await client.batches.list())).map(({ name }) => name ?? ''),
    cancel: name => client.batches.cancel({ name }),
    resultText,
    results: async name =>
      linesOf(await resultText(name)).map(({ key, response, error }) => ({
        id: key,
        status: error?.code === 4 ? 'batch_expired' : (error?.code ?? 200),
        picture: response?.candidates?.[0]?.content?.parts?.[0]?.inlineData?.data,
      })),
    files: async () => (await Array.fromAsync(await client.files.list())).map(({ name }) => name ?? ''),
    remove: name => client.files.delete({ name }),
  }
}

export function openAiLine(custom_id: string, prompt: string, more: object = {}) {
  const body = { model: 'gpt-image-2', prompt, size: '1024x640', output_format: 'jpeg', ...more }
  return { custom_id, method: 'POST', url: '/v1/images/generations', body }
}

export function geminiLine(key: string, prompt: string) {
  const contents = [{ role: 'user', parts: [{ text: prompt }] }]
  return { key, request: { contents, generationConfig: { responseModalities: ['IMAGE'] } } }
}

/** As the file of a job has them. */
export function jsonLines(lines: readonly object[]): string {
  return lines.map(line => JSON.stringify(line)).join('\n')
}

// biome-ignore lint/suspicious/noExplicitAny: answers of two providers, which the tests look at.
function linesOf(text: string): any[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}
