import { Redis } from 'ioredis'
import { expect, inject, it, onTestFinished } from 'vitest'
import { describeOn, QUEUES } from '../../../../tests/support/servers.ts'
import { examineQueue } from './examine.ts'

describeOn(QUEUES, 'a look at $name', url => {
  it('tells what it is, and that it takes writes', async () => {
    const { name, version, refusesWrites } = await examineQueue(url, 'examined')
    expect(name).toMatch(url.startsWith('postgres') ? /^PostgreSQL$/ : /^(?:Redis|Valkey)$/)
    expect(version).toMatch(/^\d+\.\d+/)
    expect(refusesWrites).toBeUndefined()
  })
})

const REDIS = inject('redisUrl')

it.skipIf(REDIS === undefined)('a Redis says what it does with keys when it is full', async () => {
  const client = new Redis(REDIS ?? '')
  onTestFinished(async () => {
    await client.config('SET', 'maxmemory-policy', 'noeviction')
    client.disconnect()
  })
  for (const policy of ['allkeys-lru', 'noeviction']) {
    await client.config('SET', 'maxmemory-policy', policy)
    expect((await examineQueue(REDIS ?? '', 'examined')).eviction).toBe(policy)
  }
})

it('a server that is not there is told without the password of its address', async () => {
  for (const scheme of ['redis', 'postgres']) {
    const error = await examineQueue(`${scheme}://user:very-secret@127.0.0.1:9/0`, 'examined').catch(String)
    expect(error).toContain('ECONNREFUSED')
    expect(error).not.toContain('very-secret')
  }
})
