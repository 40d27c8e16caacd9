import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from '../client.ts'
import { type RunningEmulator, startEmulator } from '../start.ts'
import type { JobFaultOrder } from './job-faults.ts'
import { type Api, geminiApi, jsonLines, openAiApi } from './jobs.testing.ts'

/** How long jobs take, by a clock that tests turn. */
const TAKES_MS = 60_000
const DAY_MS = 86_400_000

let emulator: RunningEmulator
let control: EmulatorClient

beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
  control = createEmulatorClient(emulator.url)
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await control.clearFaults()
  await control.forgetCalls()
  await control.forgetJobs()
  await control.setJobs({ latency: { minMs: TAKES_MS, maxMs: TAKES_MS }, windowMs: DAY_MS, faults: [] })
})
afterEach(() => void vi.useRealTimers())
afterAll(() => emulator.close())

/** Turns the clock on. */
const pass = (ms: number) => void vi.advanceTimersByTime(ms)

describe.each([
  ['OpenAI', openAiApi],
  ['Gemini', geminiApi],
] as const)('a job of %s', (_name, apiOf) => {
  let api: Api
  beforeAll(() => {
    api = apiOf(emulator)
  })

  const PROMPTS = ['a fox', 'a lighthouse', 'a harbour', 'a loaf', 'a quarry', 'a canoe']
  const ALL = PROMPTS.map((_, place) => `leaf-${place}`)

  const begin = async (prompts: readonly string[] = PROMPTS, name = 'a-job') => {
    const lines = prompts.map((prompt, place) => api.line(`leaf-${place}`, prompt))
    return api.create(await api.upload(jsonLines(lines)), name)
  }
  const order = (...faults: JobFaultOrder[]) => control.setJobs({ faults })
  const idsOf = (results: readonly { id: string }[]) => results.map(({ id }) => id).toSorted()
  const report = async () => (await control.jobs()).files[api.provider]

  it('makes every picture, in an order of its own', async () => {
    const id = await begin()
    pass(TAKES_MS)
    expect(await api.look(id)).toMatchObject({ state: 'completed', total: 6, done: 6, failed: 0 })
    const results = await api.results(id)
    expect(idsOf(results)).toEqual(ALL)
    expect(results.map(({ id }) => id)).not.toEqual(ALL)
    for (const { status, picture } of results) {
      expect(status).toBe(200)
      expect(picture?.length).toBeGreaterThan(1_000)
    }
  })

  it('does its lines evenly over the time it takes', async () => {
    const id = await begin()
    const counts: [string, number][] = []
    for (let part = 0; part <= 3; part++) {
      const { state, done, files } = await api.look(id)
      counts.push([state, done])
      expect(files.length > 0).toBe(part === 3)
      pass(TAKES_MS / 3)
    }
    expect(counts).toEqual([
      ['running', 0],
      ['running', 2],
      ['running', 4],
      ['completed', 6],
    ])
  })

  it('counts each line once, when it is made and not when it is read', async () => {
    const id = await begin(['a fox', 'a lighthouse', 'a fox'])
    expect((await control.calls()).calls).toBe(0)
    pass(TAKES_MS)
    for (let read = 0; read < 2; read++) await api.resultText(id)
    const { calls, inFlight, endings, requests, providers } = await control.calls()
    expect({ calls, inFlight, endings }).toEqual({ calls: 3, inFlight: 0, endings: { 200: 3 } })
    expect(providers[api.provider].calls).toBe(3)
    expect(requests.map(({ prompt, calls }) => [prompt, calls])).toEqual([
      ['a fox', 2],
      ['a lighthouse', 1],
    ])
  })

  it('brings the same each time that it is read', async () => {
    const id = await begin()
    pass(TAKES_MS)
    const first = await api.resultText(id)
    pass(5_000)
    expect(await api.resultText(id)).toBe(first)
  })

  it('that is canceled brings what it had made, and makes no more', async () => {
    const id = await begin()
    pass(TAKES_MS / 2)
    await api.cancel(id)
    pass(TAKES_MS)
    expect(await api.look(id)).toMatchObject({ state: 'canceled', total: 6, done: 3 })
    expect(idsOf(await api.results(id))).toEqual(ALL.slice(0, 3))
    expect((await control.calls()).calls).toBe(3)
  })

  it('that takes longer than it may expires with what it had made', async () => {
    await control.setJobs({ windowMs: TAKES_MS / 3 })
    const id = await begin()
    pass(TAKES_MS)
    expect(await api.look(id)).toMatchObject({ state: 'expired', total: 6, done: 2 })
    const results = await api.results(id)
    expect(idsOf(results.filter(({ status }) => status === 200))).toEqual(ALL.slice(0, 2))
    expect(idsOf(results.filter(({ status }) => status === 'batch_expired'))).toEqual(ALL.slice(2))
    expect((await control.calls()).calls).toBe(2)
  })

  it('is listed, the newest first, and reported by its name', async () => {
    const [first, second] = [await begin(['a fox'], 'first'), await begin(['a fox', 'a loaf'], 'second')]
    expect(await api.list()).toEqual([second, first])
    const { provider } = api
    expect((await control.jobs()).jobs).toMatchObject([
      { id: first, provider, name: 'first', state: 'running', lines: 1, done: 0 },
      { id: second, provider, name: 'second', state: 'running', lines: 2, done: 0 },
    ])
  })

  it('has files for results once it has ended, which can be deleted as its input can', async () => {
    const before = await report()
    const input = await api.upload(jsonLines([api.line('leaf-0', 'a fox')]))
    const id = await api.create(input, 'a-job')
    expect(await report()).toMatchObject({ uploaded: before.uploaded + 1, present: before.present + 1 })
    pass(TAKES_MS)
    const [output = ''] = (await api.look(id)).files
    expect((await api.files()).slice(0, 2).toSorted()).toEqual([input, output].toSorted())
    for (const file of [input, output]) await api.remove(file)
    expect(await report()).toMatchObject({ deleted: before.deleted + 2, present: before.present })
    await expect(api.resultText(id)).rejects.toThrow()
    await expect(api.remove(input)).rejects.toThrow()
  })

  it('is not made of a file that is not there', async () => {
    await expect(api.create('files/none', 'a-job')).rejects.toThrow()
    expect((await control.jobs()).jobs).toEqual([])
  })

  describe('with faults of lines', () => {
    it('has errors among its results', async () => {
      await control.orderFaults([{ kind: 'server_error', prompt: 'fox' }])
      const id = await begin()
      pass(TAKES_MS)
      expect(await api.look(id)).toMatchObject({ state: 'completed', done: 5, failed: 1 })
      const results = await api.results(id)
      expect(results.filter(({ status }) => status !== 200)).toMatchObject([{ id: 'leaf-0', status: 500 }])
      expect((await control.calls()).endings).toEqual({ 200: 5, 500: 1 })
    })

    it('goes by how often a prompt was tried, by calls and jobs alike', async () => {
      await control.orderFaults([{ kind: 'unavailable', tries: 1 }])
      const statuses: unknown[] = []
      for (let job = 0; job < 2; job++) {
        const id = await begin(['a fox'])
        pass(TAKES_MS)
        statuses.push(...(await api.results(id)).map(({ status }) => status))
      }
      expect(statuses).toEqual([503, 200])
    })

    it('has bytes that are no picture', async () => {
      await control.orderFaults([{ kind: 'garbage' }])
      const id = await begin(['a fox'])
      pass(TAKES_MS)
      const [result] = await api.results(id)
      expect(Buffer.from(result?.picture ?? '', 'base64').toString()).toContain('This is no picture.')
    })

    it('has nothing at all of one that hangs', async () => {
      await control.orderFaults([{ kind: 'hang', prompt: 'fox' }])
      const id = await begin()
      pass(TAKES_MS)
      expect(await api.look(id)).toMatchObject({ state: 'completed', total: 6, done: 5, failed: 0 })
      expect(idsOf(await api.results(id))).toEqual(ALL.slice(1))
    })

    it.each(['reset', 'cut', 'slow'] as const)('knows nothing of %s', async kind => {
      await control.orderFaults([{ kind }])
      const id = await begin(['a fox'])
      pass(TAKES_MS)
      expect(await api.results(id)).toMatchObject([{ status: 200, picture: expect.any(String) }])
    })
  })

  describe('with faults of jobs', () => {
    it('refused: nothing is taken of an account without rights', async () => {
      await order({ kind: 'refused' })
      await expect(begin()).rejects.toMatchObject({ status: 403 })
      expect((await control.jobs()).jobs).toEqual([])
    })

    it('failed: it ends with a code, and nothing is made', async () => {
      await order({ kind: 'failed', code: 'billing_hard_limit_reached' })
      const id = await begin()
      expect(await api.look(id)).toMatchObject({ state: 'failed', failure: 'billing_hard_limit_reached' })
      pass(TAKES_MS)
      expect(await api.look(id)).toMatchObject({ state: 'failed', files: [] })
      expect((await control.calls()).calls).toBe(0)
    })

    it('lost_answer: it is made, and its caller never hears of it', async () => {
      await order({ kind: 'lost_answer', times: 1 })
      await expect(begin(PROMPTS, 'lost')).rejects.toThrow()
      const [id = ''] = await api.list()
      expect((await control.jobs()).jobs).toMatchObject([{ id, name: 'lost' }])
      pass(TAKES_MS)
      expect(await api.results(id)).toHaveLength(6)
    })

    it('slow: it takes so many times longer', async () => {
      await order({ kind: 'slow', factor: 3 })
      const id = await begin()
      pass(TAKES_MS)
      expect(await api.look(id)).toMatchObject({ state: 'running', done: 2 })
      pass(TAKES_MS * 2)
      expect(await api.look(id)).toMatchObject({ state: 'completed', done: 6 })
    })

    it.each([
      [1 / 3, 2],
      [0, 0],
      [1, 6],
    ])('expired: %f of its lines are done', async (share, done) => {
      await order({ kind: 'expired', share })
      const id = await begin()
      pass(TAKES_MS)
      expect(await api.look(id)).toMatchObject({ state: 'expired', done })
      const results = await api.results(id)
      expect(idsOf(results)).toEqual(ALL)
      expect(results.filter(({ status }) => status === 'batch_expired')).toHaveLength(6 - done)
      expect((await control.calls()).calls).toBe(done)
    })

    it('results_unavailable: they come with another try', async () => {
      await order({ kind: 'results_unavailable', times: 1 })
      const id = await begin()
      pass(TAKES_MS)
      await expect(api.resultText(id)).rejects.toMatchObject({ status: 503 })
      expect(await api.results(id)).toHaveLength(6)
    })

    it.each([
      ['a job that is done', []],
      ['one that expired', [{ kind: 'expired' }]],
    ] as [string, JobFaultOrder[]][])('results_cut: those of %s break off', async (_what, faults) => {
      await order({ kind: 'results_cut', times: 1 }, ...faults)
      const id = await begin()
      pass(TAKES_MS)
      await expect(api.resultText(id)).rejects.toThrow()
      expect(await api.results(id)).toHaveLength(6)
    })

    it('results_twice: each line comes twice', async () => {
      await order({ kind: 'results_twice', times: 1 })
      const id = await begin()
      pass(TAKES_MS)
      expect(idsOf(await api.results(id))).toEqual(ALL.flatMap(id => [id, id]))
      expect(await api.results(id)).toHaveLength(6)
      expect((await control.calls()).calls).toBe(6)
    })

    it('are of one provider where they say so, and as often as they say', async () => {
      const other = api.provider === 'openai' ? 'google' : 'openai'
      await order({ kind: 'failed', provider: other }, { kind: 'failed', provider: api.provider, times: 2 })
      const states: string[] = []
      for (let job = 0; job < 3; job++) states.push((await api.look(await begin(['a fox']))).state)
      expect(states).toEqual(['failed', 'failed', 'running'])
    })
  })
})
