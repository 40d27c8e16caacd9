import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Child, postgresSpec, startChild } from '@contactsheet/stack'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { expectSettled } from './support/check.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'
import { type Switchboard, startSwitchboard } from './support/switchboard.ts'

vi.setConfig({ testTimeout: 3 * TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

describe('a PostgreSQL as the queue', () => {
  let folder: string
  let postgres: Child
  let switchboard: Switchboard
  let scene: Scene

  const start = () => {
    postgres = startChild(postgresSpec(join(folder, 'postgres'), join(folder, 'postgres.log')))
    return postgres.ready
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contactsheet-faults-'))
    await chmod(folder, 0o755)
    const url = new URL(await start())
    switchboard = await startSwitchboard(Number(url.port))
    url.port = String(switchboard.port)
    // Few slots, so that leaves still wait when the server fails.
    scene = await openScene({
      queueUrl: url.href,
      workers: 2,
      env: { LEAF_CONCURRENCY: '3', DRAIN_MS: '5000' },
      latencyMs: '500-1500',
    })
    return async () => {
      await scene.close()
      await switchboard.close()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('that crashes and recovers goes on where it was', async context => {
    const id = await scene.submit(15)
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    // One of its processes killed makes it break off every connection and recover from its log.
    const pidFile = await readFile(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8')
    const [victim] = await childrenOf(Number.parseInt(pidFile, 10))
    expect(victim).toBeGreaterThan(0)
    process.kill(victim ?? 0, 'SIGKILL')
    const since = Date.now()
    await expectSettled(context, scene, id, { fault: 'PostgreSQL crashes and recovers', since })
  })

  it('that is replaced by an empty one has its batches again from the store, once its workers start anew', async context => {
    const id = await scene.submit(15)
    await until(async () => (await scene.store.settledStates(id)).size >= 5)
    await postgres.stop()
    switchboard.switchTo(Number(new URL(await start()).port))
    // Its tables are made when a worker starts. What runs is finished first: it is in no queue now, and yet paid for.
    await Promise.all(scene.system.workers.map(worker => worker.stop()))
    const since = Date.now()
    await scene.system.startWorker()
    await expectSettled(context, scene, id, {
      fault: 'PostgreSQL replaced by an empty one, workers restarted',
      since,
    })
  })
})

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid ?? 0)
}
