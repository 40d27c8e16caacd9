import sharp from '@contactsheet/compose/sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { inFlight, openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'
import type { Treatment } from './support/store-proxy.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

/** Both variations of a column with options and of one without, each at another moment. */
const MOMENTS: [RegExp, Treatment][] = [
  [/\/originals\/0000-00a/, { kind: 'hold-answer' }],
  [/\/images\/0000-00b/, { kind: 'hold' }],
  [/\/images\/0000-01a/, { kind: 'hold-answer' }],
  [/\/leaves\/0000-01b/, { kind: 'hold' }],
]

describe('what a table asks for, under Render Workflows', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene({ queueUrl: 'workflows', workers: 0, slots: 10 })
    return () => scene.close()
  })

  async function upload(): Promise<string> {
    const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0a0' } })
      .png()
      .toBuffer()
    const headers = { 'content-type': 'image/png' }
    const response = await fetch(new URL('/references', scene.system.url), {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    })
    return ((await response.json()) as { id: string }).id
  }

  /** One of these for each, with a picture to go by. */
  const rowsOf = (reference: string, ...animals: string[]) =>
    animals.map(animal => ({
      prompt: 'A {{animal}} at a well',
      title: 'The {{animal}}',
      variables: { animal },
      references: [reference],
    }))

  function killTasks(): void {
    for (const run of scene.system.render?.platform.runs.values() ?? [])
      if (run.status === 'running') run.abort?.()
  }

  it('is made whole by the next tasks where its own are killed: asked for anew, but for what is kept', async context => {
    const reference = await upload()
    const rules = MOMENTS.map(([key, treatment]) => scene.proxy.rule('PUT', key, treatment))
    const kept = await scene.submit(0, ['gpt-image-2', { id: 'gpt-image-2', quality: 'high' }], '', {
      prompts: rowsOf(reference, 'heron'),
      context: 'of a {{animal}}',
      variations: 2,
    })
    await until(() => rules.every(rule => rule.hits.length > 0))
    await scene.emulator.setLatency({ minMs: 600_000, maxMs: 600_000 })
    const asked = await scene.submit(0, undefined, '', { prompts: rowsOf(reference, 'fox', 'hare') })
    await until(async () => (await inFlight(scene, asked)).size === 4)
    killTasks()
    await fetch(new URL(`/references/${reference}`, scene.system.url), { method: 'DELETE' })
    for (const rule of rules) rule.end()
    await scene.emulator.setLatency({ minMs: 10, maxMs: 50 })
    const since = Date.now()
    const { records } = await expectSettled(context, scene, kept, {
      fault: 'Workflows: tasks killed at four moments, from references',
      since,
    })
    expect(records.map(({ title, prompt }) => [title, prompt?.includes('of a heron')])).toEqual(
      Array(4).fill(['The heron', true]),
    )
    await expectSettled(context, scene, asked, {
      fault: 'Workflows: tasks killed while providers are at work',
      since,
      calls: () => [2],
    })
    const { requests } = await scene.emulator.calls()
    expect(new Set(requests.flatMap(({ references }) => references))).toEqual(new Set([reference]))
  })
})
