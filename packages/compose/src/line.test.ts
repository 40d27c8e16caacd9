import { expect, it } from 'vitest'
import { Line, type Owner } from './line.ts'

/** Who comes when, of those who came to a line in this order while nothing was made. */
function order(owners: Owner[], line = new Line()): string[] {
  const turns = owners.map(owner => ({ name: owner.name, turn: line.next(owner) }))
  return turns.toSorted((a, b) => a.turn - b.turn).map(({ name }) => name)
}

const many = (owner: Owner, count: number) => Array.from({ length: count }, () => owner)

it('lets everybody come by turns, however many each has', () => {
  const ran = order([...many({ name: 'page' }, 20), ...many({ name: 'ci' }, 3)])
  expect(ran.slice(0, 6)).toEqual(['page', 'ci', 'page', 'ci', 'page', 'ci'])
})

it('lets come more often who has a larger share', () => {
  const ran = order([...many({ name: 'page' }, 20), ...many({ name: 'ci', share: 3 }, 6)])
  expect(ran.slice(0, 8).filter(name => name === 'ci')).toHaveLength(6)
})

it('has who comes anew begin at the turn that is being made, whoever came before', () => {
  const line = new Line()
  const before = many({ name: 'page' }, 10).map(owner => line.next(owner))
  line.begin(before[4] ?? 0)
  expect(line.next({ name: 'ci' })).toBe(before[5])
  for (const turn of before) line.begin(turn)
  expect(line.next({ name: 'page' })).toBe((before[9] ?? 0) + 1)
})
