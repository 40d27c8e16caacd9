import { Redis } from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import { REDIS, remedy } from '../../../../tests/support/programs.ts'
import { startOwnRedis } from '../../../../tests/support/redis.ts'
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

it('a Redis says what it does with keys when it is full', async context => {
  const redis = await startOwnRedis()
  if (redis === undefined) return context.skip(`There is no Redis of its own to be had: ${remedy(REDIS)}.`)
  onTestFinished(redis.stop)
  const client = new Redis(redis.url)
  onTestFinished(() => client.disconnect())
  for (const policy of ['allkeys-lru', 'noeviction']) {
    await client.config('SET', 'maxmemory-policy', policy)
    expect((await examineQueue(redis.url, 'examined')).eviction).toBe(policy)
  }
})

it('a server that is not there is told without the password of its address', async () => {
  for (const scheme of ['redis', 'postgres']) {
    const error = await examineQueue(`${scheme}://user:very-secret@127.0.0.1:9/0`, 'examined').catch(String)
    expect(error).toContain('ECONNREFUSED')
    expect(error).not.toContain('very-secret')
  }
})
