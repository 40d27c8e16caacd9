import { fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readEnv } from '@contactsheet/runtime'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmulatorClient } from './client.ts'
import { emulatorVariables } from './options.ts'
import type { EmulatorOptions } from './server.ts'
import { type RunningEmulator, startEmulator } from './start.ts'

const running: RunningEmulator[] = []
const start = async (options: Partial<EmulatorOptions> = {}) => {
  const emulator = await startEmulator({
    seed: 1,
    latency: { minMs: 0, maxMs: 0 },
    pictures: 'flat',
    ...options,
  })
  running.push(emulator)
  return { ...emulator, control: createEmulatorClient(emulator.url) }
}
afterEach(async () => {
  await Promise.all(running.splice(0).map(emulator => emulator.close()))
})

const ask = (url: string, prompt: string, signal?: AbortSignal, options: object = {}) =>
  fetch(`${url}/v1/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
    body: JSON.stringify({
      model: 'gpt-image-2',
      prompt,
      size: '1024x640',
      output_format: 'jpeg',
      ...options,
    }),
    ...(signal === undefined ? {} : { signal }),
  })

const statuses = async (url: string, prompts: readonly string[]) => {
  const seen: number[] = []
  for (const prompt of prompts) {
    const response = await ask(url, prompt)
    await response.arrayBuffer()
    seen.push(response.status)
  }
  return seen
}

const pictureOf = async (response: Response) => {
  const { data } = (await response.json()) as { data?: { b64_json: string }[] }
  return data?.[0]?.b64_json ?? ''
}

const prompts = Array.from({ length: 24 }, (_, index) => `Prompt ${index}`)

describe('fault orders', () => {
  it('can hold for the first tries of each prompt only', async () => {
    const { url } = await start({ faults: [{ kind: 'unavailable', tries: 2 }] })
    expect(await statuses(url, ['a', 'a', 'b', 'a', 'b', 'b'])).toEqual([503, 503, 503, 200, 503, 200])
  })

  it('can hit a share of the tries, the same ones in every run', async () => {
    const faults = [{ kind: 'server_error', rate: 0.3 }] as const
    const first = await statuses((await start({ faults })).url, prompts)
    expect(await statuses((await start({ faults })).url, prompts)).toEqual(first)
    expect(await statuses((await start({ faults, seed: 2 })).url, prompts)).not.toEqual(first)
    expect(first.filter(status => status === 500).length).toBeGreaterThan(2)
    expect(first.filter(status => status === 500).length).toBeLessThan(15)
  })

  it('can pick out one prompt, one model or one provider', async () => {
    const { url } = await start({
      faults: [
        { kind: 'moderation', prompt: 'FAIL-moderation' },
        { kind: 'server_error', provider: 'google' },
        { kind: 'unavailable', model: 'gpt-image-2.5-flare' },
      ],
    })
    expect(await statuses(url, ['fine', 'a title with FAIL-moderation in it'])).toEqual([200, 400])
  })

  it('are refused if they are malformed, and the ones in force stay', async () => {
    const { url, control } = await start({ faults: [{ kind: 'unavailable' }] })
    await expect(control.orderFaults([{ kind: 'server_error', rate: 2 }])).rejects.toThrow('0.rate')
    expect(await statuses(url, ['a'])).toEqual([503])
    await control.clearFaults()
    expect(await statuses(url, ['a'])).toEqual([200])
  })
})

describe('the counters', () => {
  it('tell calls apart by provider, model and prompt', async () => {
    const { url, control } = await start({ faults: [{ kind: 'unavailable', prompt: 'b', tries: 1 }] })
    await statuses(url, ['a', 'b', 'b'])
    const report = await control.calls()
    expect(report).toMatchObject({ calls: 3, inFlight: 0, endings: { 200: 2, 503: 1 } })
    expect(report.providers.openai.calls).toBe(3)
    expect(report.providers.google.calls).toBe(0)
    expect(report.models['gpt-image-2']?.calls).toBe(3)
    expect(report.requests.find(({ prompt }) => prompt === 'b')).toMatchObject({
      calls: 2,
      endings: { 200: 1, 503: 1 },
    })
  })

  it('show what is in flight and the most there was', async () => {
    const { url, control } = await start({ faults: [{ kind: 'hang' }] })
    const leaving = new AbortController()
    const calls = ['a', 'b', 'c'].map(prompt => ask(url, prompt, leaving.signal).catch(() => undefined))
    await expect.poll(async () => (await control.calls()).inFlight).toBe(3)
    leaving.abort()
    await Promise.all(calls)
    await expect.poll(() => control.calls()).toMatchObject({ inFlight: 0, peak: 3, endings: { aborted: 3 } })
  })

  it('tell when the first call came and how long the slowest took', async () => {
    const { url, control } = await start({ latency: { minMs: 20, maxMs: 20 } })
    expect((await control.calls()).firstAt).toBeUndefined()
    const before = Date.now()
    await statuses(url, ['a', 'b'])
    const { firstAt, slowestMs } = await control.calls()
    expect(firstAt).toBeGreaterThanOrEqual(before)
    expect(slowestMs).toBeGreaterThanOrEqual(19)
  })

  it('can be set back', async () => {
    const { url, control } = await start()
    await statuses(url, ['a'])
    await control.forgetCalls()
    expect(await control.calls()).toMatchObject({ calls: 0, requests: [] })
  })
})

describe('pictures', () => {
  it('come out the same in every run, and differ by prompt', async () => {
    const [one, other] = [await start({ pictures: 'art' }), await start({ pictures: 'art' })]
    const first = await pictureOf(await ask(one.url, 'A harbour'))
    expect(await pictureOf(await ask(other.url, 'A harbour'))).toBe(first)
    expect(await pictureOf(await ask(one.url, 'A lighthouse'))).not.toBe(first)
  })

  it('differ from one answer to the next for the same prompt, in the same way in every run', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const { url } = await start({ pictures: 'art', faults: [{ kind: 'unavailable', tries: 1 }] })
        const made: string[] = []
        for (let call = 0; call < 4; call++) made.push(await pictureOf(await ask(url, 'A harbour')))
        return made
      }),
    )
    const [first = [], second] = runs
    expect(second).toEqual(first)
    expect(new Set(first.slice(1)).size).toBe(3)
    // What failed before is no answer: a retry brings the picture that the first try would have.
    const { url } = await start({ pictures: 'art' })
    expect(await pictureOf(await ask(url, 'A harbour'))).toBe(first[1])
  })

  it('differ by the quality that is asked for', async () => {
    const { url, control } = await start({ pictures: 'art' })
    const made = await Promise.all(
      ['low', 'medium', 'high'].map(async quality =>
        pictureOf(await ask(url, 'A harbour', undefined, { quality })),
      ),
    )
    expect(new Set(made).size).toBe(3)
    const { requests } = await control.calls()
    expect(requests.map(({ options, calls }) => [options, calls])).toEqual(
      expect.arrayContaining([
        ['low', 1],
        [undefined, 1],
        ['high', 1],
      ]),
    )
  })

  it('are shared by a few prompts each when flat', async () => {
    const { url } = await start({ pictures: 'flat' })
    const made = await Promise.all(prompts.map(async prompt => pictureOf(await ask(url, prompt))))
    expect(new Set(made).size).toBeGreaterThan(1)
    expect(new Set(made).size).toBeLessThanOrEqual(4)
  })
})

describe('the server', () => {
  it('closes at once, whatever hangs, and stops listening', async () => {
    const { url, control, close } = await start({ faults: [{ kind: 'hang' }] })
    const call = ask(url, 'a')
    call.catch(() => undefined)
    await expect.poll(async () => (await control.calls()).inFlight).toBe(1)
    await close()
    await expect(call).rejects.toThrow()
    await expect(fetch(url)).rejects.toThrow()
  })

  it('answers an address it does not know as OpenAI does', async () => {
    const { url } = await start()
    const response = await fetch(`${url}/v1/images/variations`, { method: 'POST' })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })
})

describe('the process', () => {
  const spawn = async (env: Record<string, string> = {}) => {
    const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
      env: { PATH: process.env.PATH ?? '', EMULATOR_LATENCY_MS: '0-0', EMULATOR_PICTURES: 'flat', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    })
    const output = { text: '' }
    for (const stream of [child.stdout, child.stderr])
      if (stream instanceof EventEmitter) stream.on('data', chunk => (output.text += String(chunk)))
    return { child, output, exited: once(child, 'exit') as Promise<[number | null]> }
  }

  it('tells its parent the address, answers there, and ends on SIGTERM', async () => {
    const { child, exited } = await spawn()
    const [{ ready }] = (await once(child, 'message')) as [{ ready: string }]
    expect(await statuses(ready, ['a'])).toEqual([200])
    child.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
  })

  it('ends when its parent goes away', async () => {
    const { child, exited } = await spawn()
    await once(child, 'message')
    child.disconnect()
    expect((await exited)[0]).toBe(0)
  })

  it('does not start on a bad setting, and names it', async () => {
    const { output, exited } = await spawn({ EMULATOR_LATENCY_MS: '5-1' })
    expect((await exited)[0]).not.toBe(0)
    expect(output.text).toContain('EMULATOR_LATENCY_MS')
  })
})

describe('the settings', () => {
  it('have defaults', () => {
    expect(readEnv(emulatorVariables, {})).toEqual({
      EMULATOR_PORT: 0,
      EMULATOR_HOST: '127.0.0.1',
      EMULATOR_SEED: 1,
      EMULATOR_LATENCY_MS: { minMs: 1_500, maxMs: 6_000 },
      EMULATOR_JOB_LATENCY_MS: { minMs: 4_000, maxMs: 8_000 },
      EMULATOR_PICTURES: 'art',
      EMULATOR_FAULTS: [],
    })
  })

  it.each([
    ['EMULATOR_LATENCY_MS', 'fast', 'dash'],
    ['EMULATOR_LATENCY_MS', '9-3', 'minimum'],
    ['EMULATOR_JOB_LATENCY_MS', '9-3', 'minimum'],
    ['EMULATOR_PICTURES', 'none', 'art, flat or large'],
    ['EMULATOR_FAULTS', '[{"kind":"flood"}]', '0.kind'],
    ['EMULATOR_FAULTS', 'all', 'JSON'],
  ])('refuse %s=%s', (name, value, hint) => {
    expect(() => readEnv(emulatorVariables, { [name]: value })).toThrow(new RegExp(`${name}.*${hint}`))
  })
})
