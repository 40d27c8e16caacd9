import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Result, resultSchema } from '@contactsheet/contract'
import { post, untilSettled } from '../support/http.ts'
import { startRedis } from '../support/redis.ts'
import { type System, startSystem } from '../support/system.ts'
import { printTable } from './table.ts'
import { type Usage, usageOf } from './usage.ts'

const PROMPTS = 50
const MODELS = ['gpt-image-2', 'gemini-3-pro-image', 'gpt-image-2.6-flare']
const LEAVES = PROMPTS * MODELS.length
const LATENCY_MS = '400-2500'
const ROUNDS = 3

/** What one round measured. */
interface Round {
  result: Result
  /** Processor time of everything but the emulator, in milliseconds. */
  cpuMs: number
  /** Most memory each process has held so far, in megabytes. */
  peakMb: Record<string, number>
}

/**
 * A batch of 150 leaves, each waiting 0.4 to 2.5 s for its provider, through API, Redis and one worker; beside the same
 * leaves in one process with no queue at all, which is as quick as these leaves can be. The emulator answers with
 * pictures made beforehand, since it shares the processors.
 */
export async function benchBatches(): Promise<void> {
  const redis = await startRedis()
  if (redis === undefined)
    throw new Error('This benchmark needs Redis: install redis-server or set REDIS_URL.')
  const system = await startSystem({ queueUrl: redis.url, latencyMs: LATENCY_MS })
  const rows: string[][] = []
  try {
    await runOurs(system, 'the warm-up')
    for (let round = 1; round <= ROUNDS; round++) {
      // The emulator draws latencies by prompt, so both sides meet the same ones.
      const name = `round ${round}`
      rows.push(rowOf(`API, Redis, worker: ${name}`, await runOurs(system, name)))
      rows.push(rowOf(`one process, no queue: ${name}`, await runBare(system, name)))
    }
  } finally {
    await system.stop()
    await redis.stop()
  }
  printTable(
    `${LEAVES} leaves, provider latencies of ${LATENCY_MS} ms, ${ROUNDS} rounds after one to warm up`,
    ['', 'wall-clock', 'slowest leaf', 'ratio', 'slowest call', 'ratio', 'CPU a leaf', 'peak MB'],
    rows,
  )
}

async function runOurs(system: System, name: string): Promise<Round> {
  const processes = { api: system.api, worker: system.workers[0] }
  const usage = () =>
    Object.entries(processes).map(([part, child]) => ({ part, ...usageOf(child?.pid ?? 0) }))
  const before = usage()
  const { id } = await post(system, '/batches', { prompts: titles(name), models: MODELS })
  await untilSettled(system, id)
  const after = usage()
  const document = await readFile(join(system.dataDir, 'thumbnails/batches', id, 'result.json'), 'utf8')
  return {
    result: resultSchema.parse(JSON.parse(document)),
    cpuMs: after.reduce((sum, { cpuMs }, index) => sum + cpuMs - (before[index]?.cpuMs ?? 0), 0),
    peakMb: Object.fromEntries(after.map(({ part, peakMb }) => [part, peakMb])),
  }
}

/** Runs the leaves in a process of its own, which measures itself. */
async function runBare(system: System, name: string): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-bench-'))
  const entry = fileURLToPath(new URL('./bare.ts', import.meta.url))
  const child = fork(entry, { env: { ...system.env, DATA_DIR: folder } })
  child.send({ prompts: titles(name), models: MODELS })
  const [{ result, usage }] = (await once(child, 'message')) as [{ result: Result; usage: Usage }]
  await once(child, 'exit')
  await rm(folder, { recursive: true, force: true })
  return { result, cpuMs: usage.cpuMs, peakMb: { process: usage.peakMb } }
}

function titles(round: string): string[] {
  return Array.from({ length: PROMPTS }, (_, index) => `Lesson ${index + 1} of ${round}: wait for nobody`)
}

function rowOf(name: string, { result, cpuMs, peakMb }: Round): string[] {
  const { wallClockMs, slowestLeafMs } = result.timings
  const slowestCallMs = Math.max(...result.records.map(record => record.steps.generate ?? 0))
  if (result.counts.succeeded !== LEAVES) throw new Error(`Only ${result.counts.succeeded} leaves succeeded.`)
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  return [
    name,
    seconds(wallClockMs),
    seconds(slowestLeafMs),
    (wallClockMs / slowestLeafMs).toFixed(2),
    seconds(slowestCallMs),
    (wallClockMs / slowestCallMs).toFixed(2),
    `${(cpuMs / LEAVES).toFixed(1)} ms`,
    Object.entries(peakMb)
      .map(([part, megabytes]) => `${part} ${Math.round(megabytes)}`)
      .join(', '),
  ]
}
