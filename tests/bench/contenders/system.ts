import { type System, startSystem } from '../../support/system.ts'
import type { Case } from '../workload.ts'
import { Api } from './api.ts'
import type { Contender, Surroundings } from './contender.ts'
import { holdOpen } from './hold-open.ts'
import { makeBatch } from './make-batch.ts'
import { usageOfAll, usedBetween } from './processes.ts'
import { startQueue } from './queue.ts'
import { requestsBetween } from './shelf.ts'
import type { SystemUnderTest, SystemUsage } from './under-test.ts'

/** @param checkout folder of the checkout whose services are started; this one if undefined */
export async function startOurs(
  surroundings: Surroundings,
  { queue: kind, workers }: Case,
  checkout: string | undefined,
): Promise<Contender['run']> {
  const { opened, stage, workload, shelf } = surroundings
  const queue = await startQueue(kind)
  opened.defer(() => queue.stop())
  const system = await startSystem({
    queueUrl: queue.url,
    workers,
    workerEnv: shelf.workerEnv,
    emulatorUrl: stage.emulatorUrl,
    env: {
      ...stage.providerEnv,
      ...shelf.env,
      MAX_IMAGES: '100000',
      ...(workload.behind?.ofOther && { API_TOKENS: 'own:one,other:two' }),
    },
    ...(checkout === undefined ? {} : { checkout }),
  })
  opened.defer(() => system.stop())
  const look = async () => ({
    processes: processesOf(system),
    redis: await queue.usage(),
    store: await shelf.requests(),
  })
  const under: SystemUnderTest = {
    ...surroundings,
    ...(workload.behind?.ofOther
      ? { api: new Api(system.url, 'one'), other: new Api(system.url, 'two') }
      : { api: new Api(system.url), other: new Api(system.url) }),
    failed: Promise.race([system.api, ...system.workers].map(({ failed }) => failed)),
    async look() {
      const before = await look()
      return async () => usedSince(before, await look())
    },
  }
  const { open } = workload
  return order => (open === undefined ? makeBatch(under, order) : holdOpen(under, order, open))
}

function processesOf({ api, workers }: System) {
  return usageOfAll({ api: [api.pid], worker: workers.map(({ pid }) => pid) })
}

interface Seen {
  processes: ReturnType<typeof usageOfAll>
  redis: SystemUsage['redis'] | undefined
  store: Parameters<typeof requestsBetween>[0]
}

function usedSince(before: Seen, after: Seen): SystemUsage {
  const used: SystemUsage = {
    ...usedBetween(before.processes, after.processes),
    store: requestsBetween(before.store, after.store, ['api', 'worker']),
  }
  if (before.redis !== undefined && after.redis !== undefined)
    used.redis = {
      commands: after.redis.commands - before.redis.commands,
      bytes: after.redis.bytes - before.redis.bytes,
      cpuMs: after.redis.cpuMs - before.redis.cpuMs,
    }
  return used
}
