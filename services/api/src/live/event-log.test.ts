import { describe, expect, it } from 'vitest'
import { EventLog } from './event-log.ts'

const textOf = (position: number, code = 1) => `event of ${position} as ${code}\n\n`

/** A log of a batch, and the state of its leaves as a feed keeps it. */
function fill(leaves: number, ...chunks: [position: number, code?: number][][]) {
  const log = new EventLog(leaves)
  const now = new Uint8Array(leaves)
  for (const chunk of chunks) {
    for (const [position, code = 1] of chunk) now[position] = code
    log.append(chunk.map(([position, code]) => ({ position, text: textOf(position, code) })))
  }
  return { log, now }
}

describe('the events of a feed', () => {
  it('are the same bytes for all who follow', () => {
    const { log, now } = fill(3, [[0], [2]])
    const [one, other] = [log.news(0, now, new Uint8Array(3)), log.news(0, now, new Uint8Array(3))]
    expect(one?.toString()).toBe(textOf(0) + textOf(2))
    expect(other).toBe(one)
  })

  it('are of each leaf only the newest for who comes late, and of those it knows none', () => {
    const { log, now } = fill(
      3,
      [
        [0, 2],
        [1, 1],
      ],
      [[2, 1]],
      [[0, 0]],
      [[0, 1]],
    )
    const told = Uint8Array.from([0, 0, 1])
    const news = [0, 1, 2, 3].map(number => log.news(number, now, told)?.toString())
    expect(news).toEqual([textOf(1), undefined, undefined, textOf(0)])
    expect(told).toEqual(now)
  })

  it('are all there of a batch that is far larger than what is kept ready', () => {
    const leaves = 50_000
    const chunks = Array.from({ length: leaves / 250 }, (_, chunk) =>
      Array.from({ length: 250 }, (_, index): [number] => [chunk * 250 + index]),
    )
    const { log, now } = fill(leaves, ...chunks)
    const told = new Uint8Array(leaves)
    let text = ''
    for (let number = 0; number < log.length; number++) text += log.news(number, now, told) ?? ''
    expect(text).toBe(chunks.flatMap(chunk => chunk.map(([position]) => textOf(position))).join(''))
    expect(told).toEqual(now)
  })

  it('come in chunks that a connection can take', () => {
    const log = new EventLog(4)
    const text = 'x'.repeat(70_000)
    log.append([0, 1, 2, 3].map(position => ({ position, text })))
    expect(log.length).toBe(4)
  })
})
