import { newBatchId } from '@contactsheet/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { IdempotencyKeys } from './index.ts'
import { IDEMPOTENCY } from './layout.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const HOUR_MS = 3_600_000

describe.each(STORE_KINDS)('idempotency keys in a store on $kind', ({ open }) => {
  let opened: TestStore
  let keys: IdempotencyKeys
  beforeAll(async () => {
    opened = await open()
    keys = new IdempotencyKeys(opened.objects)
  })
  afterEach(async () => {
    for await (const key of opened.objects.list(IDEMPOTENCY)) await opened.objects.delete(key)
  })
  afterAll(() => opened.remove())

  const held = () => Array.fromAsync(opened.objects.list(IDEMPOTENCY))

  /** A batch made so many hours ago, as a key would stand for it. */
  const batch = (hoursAgo = 0) => ({ batchId: newBatchId(Date.now() - hoursAgo * HOUR_MS), digest: 'abc123' })

  it('stand for the batch that claimed them first, for good', async () => {
    const [first, second] = [batch(), batch()]
    expect(await keys.known('a')).toBeUndefined()
    expect(await keys.claim('a', first)).toEqual(first)
    expect(await keys.claim('a', second)).toEqual(first)
    expect(await keys.known('a')).toEqual(first)
    expect(await keys.claim('b', second)).toEqual(second)
  })

  it('are forgotten once their batch is old enough', async () => {
    for (const [key, hours] of [['young', 1] as const, ['old', 3] as const])
      await keys.claim(key, batch(hours))
    expect(await keys.forgetOlderThan(2 * HOUR_MS)).toBe(1)
    expect(await keys.known('young')).toBeDefined()
    expect(await keys.known('old')).toBeUndefined()
    expect(await keys.forgetOlderThan(2 * HOUR_MS)).toBe(0)
  })

  it('are forgotten too when whoever began to claim them died, and not before', async () => {
    await opened.objects.put(`${IDEMPOTENCY}1234/000001-ab.promised`, Buffer.from('x'), {
      contentType: 'application/octet-stream',
    })
    expect(await keys.forgetOlderThan(2 * HOUR_MS)).toBe(0)
    expect(await held()).toHaveLength(1)
    // As in an hour. Not by setting the clock ahead: a server refuses requests from the future.
    expect(await keys.forgetOlderThan(-HOUR_MS)).toBe(1)
    expect(await held()).toEqual([])
  })
})
