import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Claims } from './index.ts'
import { STORE_KINDS, type TestStore } from './stores.testing.ts'

const BATCH = '0123456789-abcdef'
const LEAF = '0000-00'

describe.each(STORE_KINDS)('claims in a store on $kind', ({ open }) => {
  let opened: TestStore
  let mine: Claims
  let theirs: Claims

  beforeAll(async () => {
    opened = await open()
    mine = new Claims(opened.objects)
    theirs = new Claims(opened.objects)
  })
  afterEach(async () => {
    vi.useRealTimers()
    await Promise.all([mine.release(BATCH, LEAF), theirs.release(BATCH, LEAF)])
  })
  afterAll(() => opened.remove())

  it('hold for others and not for their owner, until they are released', async () => {
    expect(await theirs.heldElsewhere(BATCH, LEAF)).toBe(false)
    await mine.renew(BATCH, LEAF)
    expect(await mine.heldElsewhere(BATCH, LEAF)).toBe(false)
    expect(await theirs.heldElsewhere(BATCH, LEAF)).toBe(true)
    await mine.release(BATCH, LEAF)
    expect(await theirs.heldElsewhere(BATCH, LEAF)).toBe(false)
  })

  it('are released by their owner alone', async () => {
    await mine.renew(BATCH, LEAF)
    await theirs.release(BATCH, LEAF)
    expect(await theirs.heldElsewhere(BATCH, LEAF)).toBe(true)
  })

  it('leave nothing behind when they are released while they are being written', async () => {
    const writing = mine.renew(BATCH, LEAF)
    await mine.release(BATCH, LEAF)
    await writing
    expect(await theirs.heldElsewhere(BATCH, LEAF)).toBe(false)
  })

  it('end by themselves when their owner is gone', async () => {
    await mine.renew(BATCH, LEAF)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    expect(await theirs.heldElsewhere(BATCH, LEAF)).toBe(false)
  })
})
