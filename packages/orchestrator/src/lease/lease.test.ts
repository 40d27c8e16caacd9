import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KindError, newBatchId } from '@contactsheet/contract'
import { type Claimable, Claims, createDiskStore, type ObjectStore } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Hold, type Holder, Leases } from './lease.ts'
import { TIMING } from './timing.ts'

let events: string[]
const log = { info: vi.fn(), warn: vi.fn() }
const never = new AbortController().signal

let folder: string
let objects: ObjectStore
let claims: Claims
/** A leaf of a batch old enough to have a second job, and one of a batch that is not. */
let leaf: Claimable
let young: Claimable

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-lease-'))
  objects = createDiskStore({ dataDir: folder, bucket: 'test' })
  await objects.ready()
  claims = new Claims(objects)
  leaf = { batchId: newBatchId(Date.now() - TIMING.secondJobMs), leafId: '0000-00' }
  young = { batchId: newBatchId(), leafId: '0000-00' }
  events = []
  log.info.mockReset()
  log.warn.mockReset()
})

afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

/** Another process. */
const open = (holder: Holder) => new Leases(claims, holder, log, event => events.push(event))

/** A run that ends when told. */
function runThat() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  return { run: vi.fn(() => promise), end: () => resolve('done'), fail: reject }
}

describe.each(['queue', 'store'] as const)('a leaf that a %s holds', holder => {
  it('runs once at a time in a process, and whoever comes meanwhile gets the same result', async () => {
    const leases = open(holder)
    const { run, end } = runThat()
    const [first, second] = [leases.during(leaf, run, never), leases.during(leaf, run, never)]
    await vi.waitUntil(() => run.mock.calls.length > 0)
    end()
    expect(await Promise.all([first, second])).toEqual(['done', 'done'])
    expect(run).toHaveBeenCalledTimes(1)
    await leases.during(leaf, run, never)
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('waits for another process that claims it, and runs when that has ended', async () => {
    const theirs = runThat()
    const running = open('store').during(leaf, theirs.run, never)
    await vi.waitUntil(() => theirs.run.mock.calls.length > 0)
    const mine = runThat()
    mine.end()
    const waiting = open(holder).during(leaf, mine.run, never)
    await vi.waitUntil(() => log.info.mock.calls.length > 0)
    expect(mine.run).not.toHaveBeenCalled()
    theirs.end()
    await Promise.all([running, waiting])
    expect(mine.run).toHaveBeenCalledTimes(1)
    expect(await claims.read(leaf)).toBeUndefined()
    expect(events).toEqual(['waited'])
  })

  it('runs when the claim of a process that died has run out', async () => {
    await claims.write(leaf, { owner: crypto.randomUUID(), until: Date.now() + 300 })
    const { run, end } = runThat()
    end()
    const before = Date.now()
    await open(holder).during(leaf, run, never)
    expect(Date.now() - before).toBeGreaterThanOrEqual(300)
  })

  it('stops waiting when it is told to', async () => {
    await claims.write(leaf, { owner: crypto.randomUUID(), until: Date.now() + 60_000 })
    const stop = new AbortController()
    const { run } = runThat()
    const waiting = open(holder).during(leaf, run, stop.signal)
    await vi.waitUntil(() => log.info.mock.calls.length > 0)
    stop.abort()
    await expect(waiting).rejects.toThrow()
    expect(run).not.toHaveBeenCalled()
  })

  it('leaves no claim behind, however its run ends', async () => {
    const leases = open(holder)
    const { run, fail } = runThat()
    const running = leases.during(leaf, run, never)
    await vi.waitUntil(() => run.mock.calls.length > 0)
    leases.lostSightOf(leaf)
    await vi.waitUntil(async () => (await claims.read(leaf)) !== undefined)
    fail(new KindError('unavailable', 'Down.'))
    await expect(running).rejects.toThrow('Down.')
    expect(await claims.read(leaf)).toBeUndefined()
  })
})

describe.each(['queue', 'store'] as const)('a run under a %s', holder => {
  it('is sure of its lease, until its process has stood still for so long that it may have lost it', async () => {
    const leases = open(holder)
    const run = async (hold: Hold) => {
      const before = hold.isSure()
      const now = performance.now.bind(performance)
      vi.spyOn(performance, 'now').mockImplementation(() => now() + TIMING.sureMs + 1)
      const after = hold.isSure()
      return [before, after, hold.isSure()]
    }
    expect(await leases.during(young, run, never)).toEqual([true, false, false])
    expect(await leases.during(young, async hold => hold.isSure(), never)).toBe(true)
    vi.restoreAllMocks()
  })
})

describe('a leaf that nobody has run', () => {
  it('is not looked for, and known to be new until its process stands still', async () => {
    const read = vi.spyOn(objects, 'get')
    const run = async (hold: Hold) => {
      const before = hold.isNew()
      const now = performance.now.bind(performance)
      vi.spyOn(performance, 'now').mockImplementation(() => now() + TIMING.sureMs + 1)
      return [before, hold.isNew()]
    }
    const isNew = async () => true
    expect(await open('queue').during(leaf, run, never, { isNew })).toEqual([true, false])
    expect(read).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it('is not new if the process stood still while it was looked for', async () => {
    const isNew = async () => {
      const now = performance.now.bind(performance)
      vi.spyOn(performance, 'now').mockImplementation(() => now() + TIMING.sureMs + 1)
      return true
    }
    expect(await open('queue').during(leaf, async hold => hold.isNew(), never, { isNew })).toBe(false)
    vi.restoreAllMocks()
  })

  it('is waited for like any other if something of it was found', async () => {
    const isNew = async () => false
    const read = vi.spyOn(objects, 'get')
    expect(await open('queue').during(leaf, async hold => hold.isNew(), never, { isNew })).toBe(false)
    expect(read).toHaveBeenCalledTimes(1)
  })
})

describe('a leaf that a queue holds', () => {
  it('costs nothing in the store as long as the queue works', async () => {
    const touched = (['put', 'get', 'delete'] as const).map(call => vi.spyOn(objects, call))
    const { run, end } = runThat()
    end()
    await open('queue').during(young, run, never)
    for (const spy of touched) expect(spy).not.toHaveBeenCalled()
  })

  it('is claimed when the queue loses sight of it, again and again until its run ends', async () => {
    const [mine, other] = [open('queue'), open('queue')]
    const { run, end } = runThat()
    const running = mine.during(young, run, never)
    expect(await other.heldElsewhere(young)).toBe(false)
    mine.lostSightOf(young)
    await vi.waitUntil(() => other.heldElsewhere(young))
    expect(await mine.heldElsewhere(young)).toBe(false)
    const first = await claims.read(young)
    await vi.waitUntil(async () => ((await claims.read(young))?.until ?? 0) > (first?.until ?? 0), 10_000)
    end()
    await running
    expect(await other.heldElsewhere(young)).toBe(false)
  })

  it('is none to be sure of once the queue has lost sight of it', async () => {
    const leases = open('queue')
    const run = async (hold: Hold) => {
      leases.lostSightOf(young)
      return hold.isSure()
    }
    expect(await leases.during(young, run, never)).toBe(false)
  })

  it('is not claimed when it does not run here any more', async () => {
    open('queue').lostSightOf(leaf)
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(await claims.read(leaf)).toBeUndefined()
  })

  it('taken over from another process, gives that one time to claim it, and waits for it then', async () => {
    const theirs = runThat()
    const former = open('queue')
    const running = former.during(young, theirs.run, never)
    const mine = runThat()
    mine.end()
    const waiting = open('queue').during(young, mine.run, never, { takenOver: true })
    // As late as it can notice.
    await new Promise(resolve => setTimeout(resolve, TIMING.renewMs))
    former.lostSightOf(young)
    await vi.waitUntil(() => log.info.mock.calls.length > 0, 5_000)
    expect(mine.run).not.toHaveBeenCalled()
    theirs.end()
    await Promise.all([running, waiting])
    expect(mine.run).toHaveBeenCalledTimes(1)
  })
})

describe('a leaf of a queue that was cut off, and may have come back as it was some time ago', () => {
  it('is not run before whoever runs it has had time to claim it, and is waited for then', async () => {
    const theirs = runThat()
    const former = open('queue')
    const running = former.during(young, theirs.run, never)
    const mine = runThat()
    mine.end()
    const waiting = open('queue').during(young, mine.run, never, { reconnectedAt: Date.now() + 1 })
    await new Promise(resolve => setTimeout(resolve, TIMING.renewMs))
    former.lostSightOf(young)
    await vi.waitUntil(() => log.info.mock.calls.length > 0, 5_000)
    expect(mine.run).not.toHaveBeenCalled()
    theirs.end()
    await Promise.all([running, waiting])
    expect(mine.run).toHaveBeenCalledTimes(1)
    expect(events).toEqual(['lost_sight_of', 'waited'])
  })

  it('runs at once when that time is over', async () => {
    const reconnectedAt = Date.now() - TIMING.graceMs
    const old = { ...leaf, batchId: newBatchId(reconnectedAt - 1) }
    const before = performance.now()
    expect(await open('queue').during(old, async () => 'done', never, { reconnectedAt })).toBe('done')
    expect(performance.now() - before).toBeLessThan(TIMING.graceMs)
  })

  it('costs nothing in the store if its batch came later', async () => {
    const read = vi.spyOn(objects, 'get')
    const reconnectedAt = Date.now() - 1_000
    await open('queue').during(young, async () => 'done', never, { reconnectedAt })
    expect(read).not.toHaveBeenCalled()
  })
})

describe('a leaf that the store holds', () => {
  it('is claimed before it runs', async () => {
    const other = open('queue')
    const run = vi.fn(async () => other.heldElsewhere(young))
    expect(await open('store').during(young, run, never)).toBe(true)
  })

  it('does not run when it cannot be claimed', async () => {
    vi.spyOn(objects, 'put').mockRejectedValue(new KindError('storage', 'The store is full.'))
    const { run } = runThat()
    await expect(open('store').during(leaf, run, never)).rejects.toThrow('The store is full.')
    expect(run).not.toHaveBeenCalled()
  })

  it('is another thing than its batch, which can be held too', async () => {
    const leases = open('store')
    const batch = { batchId: leaf.batchId }
    const { run, end } = runThat()
    end()
    const inner = vi.fn(() => leases.during(leaf, run, never))
    expect(await leases.during(batch, inner, never)).toBe('done')
    expect(await claims.read(batch)).toBeUndefined()
  })
})
