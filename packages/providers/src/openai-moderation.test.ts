import { type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModeration } from './create.ts'
import { answer, deadUrl, KEY, serve } from './server.testing.ts'

const never = new AbortController().signal
const moderation = (baseUrl: string) => createModeration('openai', { apiKey: KEY, baseUrl, timeoutMs: 5_000 })

describe('the moderation of texts', () => {
  let emulator: RunningEmulator
  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
  })
  afterAll(() => emulator.close())

  it('says of each text what it is flagged for', async () => {
    const moderate = moderation(emulator.openAiBaseUrl)
    const verdicts = await moderate(['a fox', 'a fox in gratuitous violence', 'a hen'], never)
    expect(verdicts).toEqual([[], ['violence'], []])
  })

  it('judges more texts than fit into one call, each in its place', async () => {
    const texts = Array.from({ length: 330 }, (_, index) =>
      index % 41 === 0 ? 'gratuitous violence' : 'a fox',
    )
    const verdicts = await moderation(emulator.openAiBaseUrl)(texts, never)
    expect(verdicts.map(({ length }) => length)).toEqual(texts.map(text => (text === 'a fox' ? 0 : 1)))
  })
})

describe('a moderation that fails', () => {
  it.each([
    [401, 'auth'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
  ])('with HTTP %i is an error of the kind %s, which holds no key', async (status, kind) => {
    const { url } = await serve(answer(status, { error: { message: `no: ${KEY}` } }))
    const error = await moderation(`${url}/v1`)(['a fox'], never).catch(error => error)
    expect(error).toMatchObject({ name: 'KindError', kind })
    expect(`${error.message} ${error.detail}`).not.toContain(KEY)
  })

  it('by not being there, or by judging fewer texts than were asked, is an error', async () => {
    await expect(moderation(await deadUrl())(['a fox'], never)).rejects.toMatchObject({ kind: 'unavailable' })
    const { url } = await serve(answer(200, { results: [] }))
    await expect(moderation(url)(['a fox'], never)).rejects.toThrow('judged 0 of 1 texts')
  })
})
