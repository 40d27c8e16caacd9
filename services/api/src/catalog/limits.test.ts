import { expect, it } from 'vitest'
import { openApi } from '../api.testing.ts'

it('tells what a batch may ask for, and whether webhooks are sent', async () => {
  const limits = { maxImages: 7, maxPromptLength: 50, maxBodyBytes: 20_000, requestsPerMinute: 12_000 }
  for (const more of [{}, { webhooks: 'https' as const, maxCostUsd: 2 }]) {
    const api = await openApi({ limits: { ...limits, ...more } })
    const response = await api.app.inject({ url: '/limits' })
    expect(response.json()).toEqual({ maxImages: 7, maxPromptLength: 50, ...more })
    await api.close()
  }
})
