import { describe, expect, it } from 'vitest'
import { WallClock } from './wall-clock.ts'

const at = (seconds: number) => Date.parse('2026-11-22T10:00:00.000Z') + 1_000 * seconds
const text = (seconds: number) => new Date(at(seconds)).toISOString()

/** Of a batch that was accepted at second 0, and leaves of which were made again. */
function clock(...again: number[]): WallClock {
  const versions = again.map((second, place) => ({
    tag: `v${place + 2}-k3xq`,
    createdAt: text(second),
    leaves: ['0000-00'],
    keep: false,
    anew: true as const,
  }))
  return new WallClock({ createdAt: text(0), versions: versions.length === 0 ? undefined : versions })
}

describe('the wall-clock of a batch', () => {
  it('goes on while the batch is open, and ends with its last leaf', () => {
    const open = clock()
    expect(open.ms(at(5))).toBe(5_000)
    for (const settled of [7, 3]) open.add(at(settled))
    expect([open.ms(at(9)), open.ms()]).toEqual([9_000, 7_000])
  })

  it('is still while nothing is to be made, and goes on once leaves are made again', () => {
    const again = clock(100, 1_000)
    for (const settled of [7, 104]) again.add(at(settled))
    expect(again.ms(at(1_002))).toBe(7_000 + 4_000 + 2_000)
    again.add(at(1_003))
    expect(again.ms()).toBe(7_000 + 4_000 + 3_000)
  })

  it('is still while the batch has failed, and goes on once it is retried, and once leaves are made again after that', () => {
    const anew = (second: number) => ({
      tag: `v${second}-k3xq`,
      createdAt: text(second),
      keep: false,
      anew: true as const,
    })
    const reopened = { at: text(1_000), wallClockMs: 9_000 }
    const open = new WallClock({ createdAt: text(0), versions: [anew(50)], reopened })
    expect(open.ms(at(1_001))).toBe(9_000 + 1_000)
    const retried = new WallClock({ createdAt: text(0), versions: [anew(50), anew(2_000)], reopened })
    // Those that had settled before, in time that is counted.
    for (const settled of [7, 52]) retried.add(at(settled))
    retried.add(at(1_003))
    expect(retried.ms(at(2_004))).toBe(9_000 + 3_000 + 4_000)
    expect(retried.ms()).toBe(9_000 + 3_000)
  })

  it('is still while new pictures are made of what there is, and goes on once those that failed are retried', () => {
    const recomposed = { tag: 'v2-k3xq', createdAt: text(1_000), keep: false }
    const open = new WallClock({ createdAt: text(0), versions: [recomposed] })
    open.add(at(7))
    expect(open.ms(at(1_005))).toBe(7_000)
    const reopened = { at: text(2_000), wallClockMs: 7_000 }
    const retried = new WallClock({ createdAt: text(0), versions: [recomposed], reopened })
    retried.add(at(7))
    expect(retried.ms(at(2_004))).toBe(7_000 + 4_000)
    const later = { ...recomposed, tag: 'v3-k3xq', createdAt: text(3_000) }
    const again = new WallClock({ createdAt: text(0), versions: [recomposed, later], reopened })
    for (const settled of [7, 2_006]) again.add(at(settled))
    expect(again.ms(at(3_009))).toBe(7_000 + 6_000)
  })

  it('is nothing before the first leaf, whatever the clock of the machine that settled it says', () => {
    const early = clock()
    early.add(at(-2))
    expect([early.ms(), early.ms(at(-1))]).toEqual([0, 0])
  })
})
