import type { Provider } from '@contactsheet/contract'
import { z } from 'zod'
import type { Listed } from './compare.ts'

const TIMEOUT_MS = 30_000

/** More pages than any provider has. */
const MOST_PAGES = 50

const openAiSchema = z.object({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.string().nullish() })),
})
const geminiSchema = z.object({
  models: z.array(z.object({ name: z.string() })).default([]),
  nextPageToken: z.string().optional(),
})

/** How each provider lists its models. Gemini's list tells no days of shutdown. */
export const LISTS: Readonly<Record<Provider, (baseUrl: string, apiKey: string) => Promise<Listed>>> = {
  openai: async (baseUrl, apiKey) => {
    const { data } = openAiSchema.parse(await get(`${baseUrl}/models`, { authorization: `Bearer ${apiKey}` }))
    return new Map(data.map(({ id, shutdown_date: day }) => [id, day?.slice(0, 10)]))
  },
  google: async (baseUrl, apiKey) => {
    const listed = new Map<string, undefined>()
    let token = ''
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({ pageSize: '1000', ...(token === '' ? {} : { pageToken: token }) })
      const answer = await get(`${baseUrl}/v1beta/models?${query}`, { 'x-goog-api-key': apiKey })
      const { models, nextPageToken = '' } = geminiSchema.parse(answer)
      for (const { name } of models) listed.set(name.replace(/^models\//, ''), undefined)
      if (nextPageToken === '') return listed
      token = nextPageToken
    }
    throw new Error(`the list has more than ${MOST_PAGES} pages`)
  },
}

async function get(url: string, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${(await response.text()).slice(0, 300)}`)
  return response.json()
}
