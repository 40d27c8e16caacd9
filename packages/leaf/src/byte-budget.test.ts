import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { type AttemptRoom, ByteBudget } from './byte-budget.ts'

const never = new AbortController().signal

/** Asks for room; tells whether it has been given so far. */
async function ask(room: AttemptRoom, bytes: number, signal = never) {
  const asked = { granted: false, done: Promise.resolve() }
  asked.done = room.reserve(bytes, signal).then(() => {
    asked.granted = true
  })
  asked.done.catch(() => {})
  await turn()
  return asked
}

describe('a budget of 100 bytes, 30 for the largest', () => {
  const open = () => {
    const budget = new ByteBudget(100, 30)
    return { budget, room: () => budget.open() }
  }

  it('is given out until it is used up, and then in the order in which it was asked for', async () => {
    const { room } = open()
    const [first, second] = [room(), room()]
    await ask(first, 60)
    // What is set aside for one.
    await ask(second, 30)
    const third = await ask(room(), 10)
    const fourth = await ask(room(), 5)
    expect([third.granted, fourth.granted]).toEqual([false, false])
    first.keep(30)
    await turn()
    expect([third.granted, fourth.granted]).toEqual([true, true])
  })

  it('tells how many wait, and of each wait once it has ended', async () => {
    const { budget, room } = open()
    const onWaited = vi.fn<(ms: number) => void>()
    budget.onWaited = onWaited
    const first = room()
    await ask(first, 70)
    await ask(room(), 30)
    expect(onWaited).not.toHaveBeenCalled()
    await ask(room(), 10)
    await ask(room(), 10)
    expect(budget.waiting).toBe(2)
    first.keep(0)
    await turn()
    expect(budget.waiting).toBe(0)
    expect(onWaited.mock.calls).toEqual([[expect.any(Number)], [expect.any(Number)]])
  })

  it('lets nobody pass who asks for less than the one before', async () => {
    const { room } = open()
    const first = room()
    await ask(first, 70)
    await ask(room(), 30)
    const large = await ask(room(), 30)
    const small = await ask(room(), 1)
    first.keep(45)
    await turn()
    expect([large.granted, small.granted]).toEqual([false, false])
    first.keep(0)
    await turn()
    expect([large.granted, small.granted]).toEqual([true, true])
  })

  it('serves those first who hold something already: they are nearer to giving it back', async () => {
    const { room } = open()
    const [growing, full] = [room(), room()]
    await ask(growing, 10)
    await ask(full, 60)
    const overdrawn = room()
    await ask(overdrawn, 20)
    const fresh = await ask(room(), 10)
    const grown = await ask(growing, 20)
    overdrawn.keep(10)
    await turn()
    full.keep(50)
    await turn()
    expect([grown.granted, fresh.granted]).toEqual([true, false])
  })

  it('counts what an attempt has in all, and gives back what it does not keep', async () => {
    const { budget, room } = open()
    const one = room()
    await one.reserve(20, never)
    await one.reserve(10, never)
    await one.reserve(25, never)
    expect(budget.heldBytes).toBe(25)
    one.keep(30)
    expect(budget.heldBytes).toBe(25)
    one.keep(5)
    expect(budget.heldBytes).toBe(5)
    one.keep(0)
    expect(budget.heldBytes).toBe(0)
  })

  it('forgets who is aborted while waiting, and goes on with the next', async () => {
    const { budget, room } = open()
    const holder = room()
    await ask(holder, 70)
    await ask(room(), 25)
    const abort = new AbortController()
    const large = await ask(room(), 30, abort.signal)
    const small = await ask(room(), 20)
    holder.keep(50)
    await turn()
    expect(small.granted).toBe(false)
    abort.abort(new Error('the batch was canceled'))
    await expect(large.done).rejects.toThrow('the batch was canceled')
    holder.keep(25)
    await turn()
    expect(small.granted).toBe(true)
    expect(budget.heldBytes).toBe(70)
    await expect(room().reserve(1, abort.signal)).rejects.toThrow('the batch was canceled')
  })
})

it.each([1, 7, 42])(
  'never locks up when many grow at once without an end in sight, and keeps within it (%i)',
  async seed => {
    const [all, largest] = [100, 30]
    const budget = new ByteBudget(all, largest)
    let state = seed
    const random = (most: number) => {
      state = (state * 48_271) % 0x7fffffff
      return 1 + (state % most)
    }
    let mostHeld = 0
    const grow = async () => {
      const room = budget.open()
      const size = random(largest)
      for (let bytes = 1; bytes <= size; bytes += random(9)) {
        await room.reserve(bytes, never)
        mostHeld = Math.max(mostHeld, budget.heldBytes)
        await turn()
      }
      room.keep(0)
    }
    await Promise.all(Array.from({ length: 200 }, grow))
    expect(budget.heldBytes).toBe(0)
    expect(mostHeld).toBeGreaterThan(all - largest)
    expect(mostHeld).toBeLessThanOrEqual(all)
  },
)

it('that holds the largest and nothing else takes one at a time', async () => {
  const budget = new ByteBudget(30, 30)
  let [inHand, most] = [0, 0]
  const hold = async () => {
    const room = budget.open()
    await room.reserve(20, never)
    most = Math.max(most, ++inHand)
    await turn()
    await room.reserve(30, never)
    inHand--
    room.keep(0)
  }
  await Promise.all(Array.from({ length: 10 }, hold))
  expect(most).toBe(1)
})

it('that cannot hold the largest is refused', () => {
  expect(() => new ByteBudget(29, 30)).toThrow('a budget of 29 bytes cannot hold 30')
})
