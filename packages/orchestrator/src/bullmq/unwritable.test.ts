import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { startRedis, type TestRedis } from '../../../../tests/support/redis.ts'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { type Orchestrator, OrchestratorUnavailable, QueueUnwritable } from '../orchestrator.ts'
import { connectBullOrchestrator } from './orchestrator.ts'

const connect = (url: string) => connectBullOrchestrator({ url, prefix: 'probed', limits: {} }, () => {})

describeOn(QUEUES, 'the probe of a queue on $name', url => {
  it('passes while the server takes writes', async () => {
    const orchestrator = connect(url)
    await orchestrator.check()
    await orchestrator.close()
  })
})

// Skipped, as below, only where no such server can be had, which the run reports with what would help.
it.skipIf(inject('postgresUrl') === undefined)(
  'the probe of a queue on a read-only PostgreSQL says that it takes no writes',
  async () => {
    const url = new URL(inject('postgresUrl') ?? '')
    // The tables are made by somebody who may write.
    const writer = connect(url.href)
    await writer.check()
    await writer.close()
    url.searchParams.set('options', '-c default_transaction_read_only=on')
    const reader = connect(url.href)
    const failure = await reader.check().catch((error: unknown) => error)
    await reader.close()
    expect(failure).toBeInstanceOf(QueueUnwritable)
    expect(failure).toMatchObject({ message: expect.stringContaining('set QUEUE_URL to the primary') })
  },
)

// A server of its own: what is done to it would fail every other test.
describe.skipIf(inject('redisUrl') === undefined)(
  'the probe of a queue that answers and takes no writes',
  () => {
    let server: TestRedis
    let admin: Redis
    let orchestrator: Orchestrator
    beforeEach(async () => {
      vi.stubEnv('REDIS_URL', '')
      const started = await startRedis()
      if (started === undefined) throw new Error('no Redis')
      server = started
      admin = new Redis(server.url)
      orchestrator = connect(server.url)
    })
    afterEach(async () => {
      vi.unstubAllEnvs()
      await orchestrator.close()
      admin.disconnect()
      await server.stop()
    })

    it('says that its memory is full', async () => {
      await admin.config('SET', 'maxmemory', '1')
      await orchestrator.ready()
      const failure = await orchestrator.check().catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(QueueUnwritable)
      expect(failure).toMatchObject({ message: expect.stringContaining('maxmemory') })
    })

    it('says that it is a replica', async () => {
      await admin.replicaof('127.0.0.1', 1)
      await orchestrator.ready()
      const failure = await orchestrator.check().catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(QueueUnwritable)
      expect(failure).toMatchObject({ message: expect.stringContaining('read-only replica') })
    })

    it('says no more than that it cannot be reached where it cannot', async () => {
      const nowhere = connect('redis://127.0.0.1:1')
      const failure = await nowhere.check().catch((error: unknown) => error)
      await nowhere.close()
      expect(failure).toBeInstanceOf(OrchestratorUnavailable)
      expect(failure).not.toBeInstanceOf(QueueUnwritable)
    })
  },
)
