import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  afterFailure,
  type Batch,
  batchRequestSchema,
  buildRecord,
  Catalog,
  chargeOf,
  chargeSchema,
  firstAttempt,
  KindError,
  type Leaf,
  type LeafRecord,
  leavesOf,
  type Model,
  newBatch,
  nextAttempt,
  type Result,
  resultOf,
} from '@contactsheet/contract'
import { type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { openProviders } from '@contactsheet/providers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptLeaf } from '../packages/leaf/src/attempt-leaf.ts'
import { ByteBudget } from '../packages/leaf/src/byte-budget.ts'
import { allProviders, openLeaf, sure, type TestLeaf, toolsOf } from '../packages/leaf/src/leaf.testing.ts'
import type { LeafTools } from '../packages/leaf/src/work.ts'
import { openApi } from '../services/api/src/api.testing.ts'
import { draftOf } from '../tests/support/draft.ts'
import { readBatch } from './recompute-cost/read.ts'
import { recompute } from './recompute-cost/recompute.ts'

const NOW = new Date('2026-11-26T12:00:00Z')
const never = new AbortController().signal

/** Every model there is, dead ones too, as if none had an end. */
const catalog = new Catalog(
  new Catalog().models.map(({ shutdown: _, replacedBy: __, ...model }) => model as Model),
)

/** What becomes of each prompt, at every model. */
const PROMPTS = {
  fine: 'A lighthouse',
  blank: 'A lighthouse that is described, not drawn',
  garbage: 'A lighthouse that never can be read',
  refused: 'A lighthouse that nobody draws',
  late: 'A lighthouse that is refused once it is drawn',
}
/** And at some: pictures that come after all, or whose answer tells no tokens. */
const MORE_PROMPTS = {
  silent: 'A lighthouse whose answer tells no tokens',
  redrawn: 'A lighthouse, drawn at the second try',
  broken: 'A lighthouse after a breakdown',
}
const SOME_MODELS = ['gpt-image-2', 'gemini-3-pro-image', 'chatgpt-image-latest']
const FAULTS = [
  { kind: 'no_image', prompt: PROMPTS.blank },
  { kind: 'garbage', prompt: PROMPTS.garbage },
  { kind: 'moderation', prompt: PROMPTS.refused },
  { kind: 'safety_finish', prompt: PROMPTS.late },
  { kind: 'no_image', prompt: MORE_PROMPTS.redrawn, tries: 1 },
  { kind: 'reset', prompt: MORE_PROMPTS.broken, tries: 1 },
] as const

let emulator: RunningEmulator
let test: TestLeaf
/** Of every model, and of some. */
let results: Result[]

beforeAll(async () => {
  test = await openLeaf()
  emulator = await startEmulator({
    seed: 1,
    latency: { minMs: 0, maxMs: 0 },
    pictures: 'flat',
    faults: FAULTS,
    isMarked: false,
    catalog,
  })
  const memory = new ByteBudget(512 * 2 ** 20, 64 * 2 ** 20)
  const { tools } = toolsOf(test, { providers: providers(), memory })
  const options = [
    { id: 'gpt-image-2', quality: 'high' },
    { id: 'gemini-3-pro-image', imageSize: '1K', aspectRatio: '1:1' },
  ]
  const batches = [
    batchOf(PROMPTS, [...catalog.models.map(({ id }) => id), ...options]),
    batchOf(MORE_PROMPTS, SOME_MODELS),
  ]
  results = []
  for (const batch of batches) results.push(resultOf(batch, await allMade(tools, batch)))
}, 300_000)
afterAll(async () => {
  await emulator.close()
  await test.remove()
})

function batchOf(prompts: Readonly<Record<string, string>>, models: (string | object)[]): Batch {
  const fallback = ['gemini-nano-banana-2.1']
  return parsed({ prompts: Object.values(prompts), models, fallback })
}

function parsed(request: object): Batch {
  const limits = { maxImages: 10_000, maxPromptLength: 1_000 }
  return newBatch(batchRequestSchema(catalog, limits, () => NOW).parse(request), catalog, NOW)
}

/** Those that the emulator stands in for; of one prompt they tell nothing of its tokens. */
function providers() {
  const real = openProviders({
    OPENAI_BASE_URL: emulator.openAiBaseUrl,
    GOOGLE_GEMINI_BASE_URL: emulator.geminiBaseUrl,
    PROVIDER_TIMEOUT_MS: 300_000,
  })
  return allProviders(async (request, ...rest) => {
    const { usage, ...picture } = await real[request.model.provider].generate(request, ...rest)
    return request.prompt.includes(MORE_PROMPTS.silent) || usage === undefined
      ? picture
      : { ...picture, usage }
  })
}

/** All leaves, few at a time: none waits for its pictures longer than for a provider. */
async function allMade(tools: LeafTools, batch: Batch): Promise<LeafRecord[]> {
  const leaves = leavesOf(batch)
  const records: LeafRecord[] = []
  const lane = async () => {
    for (const leaf of leaves) records.push(await made(tools, batch, leaf))
  }
  await Promise.all([lane(), lane(), lane()])
  return records
}

/** A leaf, tried as often as an orchestrator would, without the waits. */
async function made(tools: LeafTools, batch: Batch, leaf: Leaf): Promise<LeafRecord> {
  let attempt = firstAttempt()
  for (;;)
    try {
      return await attemptLeaf(tools, batch, leaf, attempt, never, sure)
    } catch (error) {
      const failure = KindError.from(error)
      const verdict = afterFailure(failure, attempt)
      if (verdict.next === 'settle') throw error
      attempt = nextAttempt(attempt, failure, verdict)
    }
}

const ALL = { ...PROMPTS, ...MORE_PROMPTS }
const recordsOf = (prompt: keyof typeof ALL) =>
  results.flatMap(({ records }) => records.filter(({ title }) => title === ALL[prompt]))
const costed = ({ batch, records, costUsd, atRiskUsd }: Result) => ({
  columns: [...batch.models, ...(batch.fallback ?? [])],
  leaves: records,
  costUsd,
  atRiskUsd,
})

describe('the cost of a batch of every model', () => {
  it('is to the micro-dollar what its tokens and prices make of it', () => {
    const [all, some] = results.map(result => recompute(costed(result)))
    expect([all?.faults, some?.faults]).toEqual([[], []])
    expect(results[0]?.batch.models.length).toBe(catalog.models.length + 2)
    expect(all?.charges).toBeGreaterThan(5 * catalog.models.length)
  })

  it('is by the tokens of each picture where they have a price, and otherwise by the list', () => {
    for (const { model, charges = [], costUsd } of recordsOf('fine')) {
      const { tokenPrices } = catalog.get(model) ?? {}
      expect(charges, model).toEqual([
        expect.objectContaining({ picture: true, by: tokenPrices === undefined ? 'list' : 'usage' }),
      ])
      expect(chargeSchema.parse(charges[0]).usage?.imageOut, model).toBeGreaterThan(0)
      if (tokenPrices !== undefined) expect(costUsd, model).toBeGreaterThan(0)
    }
    for (const { charges, costUsd, leafId } of recordsOf('silent')) {
      expect(charges).toEqual([expect.objectContaining({ by: 'list', usd: costUsd })])
      expect(charges?.[0], leafId).not.toHaveProperty('usage')
    }
  })

  it('counts apart what answers without a picture were charged, and each try', () => {
    for (const { charges = [], state } of recordsOf('redrawn'))
      expect([state, charges.map(({ picture }) => picture)]).toEqual(['succeeded', [false, true]])
    for (const { charges = [], state, costUsd } of [...recordsOf('garbage'), ...recordsOf('blank')]) {
      const calls = charges.reduce((sum, { calls }) => sum + calls, 0)
      expect([state, costUsd, calls]).toEqual(['failed', 0, 2])
    }
    for (const { charges = [] } of recordsOf('broken'))
      expect(charges.map(({ picture, by }) => [picture, by])[0]).toEqual([false, 'list'])
  })

  it('has no picture in what refusals are charged, of the model asked and of the one fallen back to', () => {
    for (const { state, costUsd, charges = [] } of [...recordsOf('refused'), ...recordsOf('late')]) {
      expect([state, costUsd]).toEqual(['failed', 0])
      for (const { usage, picture, by } of charges)
        expect([picture, by, usage?.imageOut]).toEqual([false, 'usage', 0])
    }
  })

  it('agrees with what the API shows of it', async () => {
    const api = await openApi()
    try {
      const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
      for (const result of results) {
        await api.store.accept(result.batch)
        await api.store.settle(draftOf(result))
        const read = await readBatch(`${address}/batches/${result.batch.id}`, undefined)
        expect(recompute(read)).toEqual(recompute(costed(result)))
        expect(read.leaves.length).toBe(result.records.length)
      }
    } finally {
      await api.close()
    }
  })

  it('is checked by a command, which finds a figure that was changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'contactsheet-cost-'))
    try {
      const check = async (changed: Result) => {
        const file = join(folder, 'result.json')
        await writeFile(file, JSON.stringify(changed))
        const run = promisify(execFile)('node', ['scripts/recompute-cost.ts', file])
        return run.then(({ stdout }) => [0, stdout]).catch(({ code, stderr }) => [code, stderr])
      }
      const [, result] = results
      if (result === undefined) throw new Error('there is no result')
      expect(await check(result)).toEqual([0, expect.stringContaining('All figures agree.')])
      const [record, ...others] = result.records
      const tampered = { ...record, costUsd: (record?.costUsd ?? 0) + 0.000001 } as LeafRecord
      const [code, told] = await check({ ...result, records: [tampered, ...others] })
      expect([code, told]).toEqual([1, expect.stringMatching(/^0000-00, cost: \$0\.\d{6} by its charges/)])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('the cost of a batch of the economy lane', () => {
  const models = catalog.models.filter(({ economy }) => economy).map(({ id }) => id)
  const economy = '2026-11-26T12:01:00.000Z'
  /** So many that halves of them are parts of millionths of a dollar too. */
  const usage = (leaf: Leaf) => ({
    textIn: 57,
    imageIn: 561,
    textOut: 211,
    imageOut: 1_117 + leaf.promptIndex,
  })

  /** Of each prompt something else: by its tokens, by the list, after a line that brought nothing, made at once after all. */
  function ended(batch: Batch, leaf: Leaf): LeafRecord {
    const lost = { ...firstAttempt(NOW.getTime()), charges: [chargeOf(leaf.model, false, undefined)] }
    const pictures = [
      { picture: { simulated: false, economy, usage: usage(leaf) } },
      { picture: { simulated: false, economy } },
      { attempt: lost, picture: { simulated: false, economy, usage: usage(leaf) } },
      { attempt: lost, picture: { simulated: false, usage: usage(leaf) } },
    ]
    return buildRecord(batch, leaf, pictures[leaf.promptIndex % pictures.length] ?? {})
  }

  function result(): Result {
    const prompts = Array.from({ length: 8 }, (_, index) => `A lighthouse, number ${index}`)
    const batch = parsed({
      prompts,
      models: [...models, { id: 'gpt-image-2', quality: 'low' }],
      speed: 'economy',
    })
    return resultOf(
      batch,
      Array.from(leavesOf(batch), leaf => ended(batch, leaf)),
    )
  }

  it('is half of what its tokens and prices make of it, to the micro-dollar', () => {
    const { faults, charges } = recompute(costed(result()))
    expect(faults).toEqual([])
    expect(charges).toBe(12 * (models.length + 1))
    expect(models.length).toBeGreaterThan(2)
  })

  it.each(['usage', 'list'])(
    'is found wrong where a charge by %s is a micro-dollar off, or says nothing of its speed',
    by => {
      const { records, ...rest } = result()
      const place = records.findIndex(
        ({ charges = [] }) => charges[0]?.by === by && charges[0].speed === 'economy',
      )
      const found = records[place]
      const [charge] = found?.charges ?? []
      if (found === undefined || charge === undefined || charge.usd === null) throw new Error('there is none')
      const told = (changed: object) => {
        const record = { ...found, charges: [{ ...charge, ...changed }, ...(found.charges ?? []).slice(1)] }
        return recompute(costed({ ...rest, records: records.with(place, record as LeafRecord) })).faults
      }
      expect(told({})).toEqual([])
      expect(told({ usd: charge.usd + 0.000001 })[0]).toContain(`1 of ${charge.model} by ${by} is $0.`)
      expect(told({ speed: undefined })).toHaveLength(1)
    },
  )

  it('is read off the API as off the result', async () => {
    const api = await openApi()
    try {
      const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
      const settled = result()
      await api.store.accept(settled.batch)
      await api.store.settle(draftOf(settled))
      const read = await readBatch(`${address}/batches/${settled.batch.id}`, undefined)
      expect(recompute(read)).toEqual(recompute(costed(settled)))
    } finally {
      await api.close()
    }
  })
})
