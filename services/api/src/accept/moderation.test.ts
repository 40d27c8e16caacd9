import { type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { ConfigError, moderationOf } from '@contactsheet/runtime'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const CRUEL = 'A fox in gratuitous violence'

let emulator: RunningEmulator
let api: TestApi
beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
  const moderate = moderationOf({
    MODERATION: 'openai',
    OPENAI_API_KEY: undefined,
    OPENAI_BASE_URL: emulator.openAiBaseUrl,
  })
  api = await openApi({ moderate })
})
afterAll(async () => {
  await api.close()
  await emulator.close()
})

function post(request: object, { app } = api) {
  return app.inject({ method: 'POST', url: '/batches', payload: { models: ['gpt-image-2'], ...request } })
}

describe('a batch where moderation is on', () => {
  it('is accepted if nothing is flagged', async () => {
    expect((await post({ prompts: ['A fox', 'A hen'] })).statusCode).toBe(202)
  })

  it('is refused before anything is paid, naming every field that is flagged', async () => {
    const started = [...api.orchestrator.started]
    const response = await post({ prompts: ['A fox', CRUEL], context: CRUEL, extraPrompt: 'at dusk' })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({
      detail:
        'The batch is not accepted at prompts[1]: moderation flags it for violence. And 1 more, see errors.',
      errors: [{ field: 'prompts[1]' }, { field: 'context', message: 'moderation flags it for violence' }],
    })
    expect(api.orchestrator.started).toEqual(started)
  })

  it('has its texts judged as they are filled in, and titles that are drawn instead of prompts', async () => {
    const items = [
      { prompt: 'A {{what}}', title: CRUEL, variables: { what: 'fox' } },
      { prompt: 'A {{what}}', variables: { what: CRUEL } },
    ]
    const { errors } = (await post({ prompts: items, context: 'with {{what}}' })).json()
    expect(errors).toEqual([
      { field: 'prompts[1]', message: 'moderation flags it for violence' },
      { field: 'prompts[0].title', message: 'moderation flags it for violence' },
      { field: 'context', message: 'moderation flags it for violence, with the variables of prompts[1]' },
    ])
  })

  it('is not accepted unchecked while the moderation is down', async () => {
    const moderate = vi.fn().mockRejectedValue(new Error('down at http://inner.host'))
    const other = await openApi({ moderate })
    const response = await post({ prompts: ['A fox'] }, other)
    await other.close()
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5'])
    expect(response.json().detail).toContain('could not be checked by moderation')
    expect(response.payload).not.toContain('inner.host')
    expect(other.orchestrator.started).toEqual([])
  })
})

describe('the configuration of moderation', () => {
  const none = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined }

  it('is off unless asked for, and wants a key then', () => {
    expect(moderationOf({ MODERATION: 'off', ...none })).toBeUndefined()
    expect(() => moderationOf({ MODERATION: 'openai', ...none })).toThrow(ConfigError)
  })
})
