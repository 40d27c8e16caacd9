import { expect, test } from 'vitest'
import { compareClock } from './clock.ts'

const NOW = Date.parse('2026-11-27T08:00:00Z')

test.each([
  [30_000, 'ok', 'agrees with that of the store'],
  [-30_000, 'ok', 'agrees with that of the store'],
  [240_000, 'warning', '240 s behind that of the store'],
  [-240_000, 'warning', '240 s ahead of that of the store'],
  [-20 * 60_000, 'fault', '1200 s ahead of that of the store'],
])('a server that is %i ms ahead: %s', (ms, state, found) => {
  const date = new Date(NOW + ms).toUTCString()
  expect(compareClock('the store', date, NOW)).toMatchObject([{ name: 'clock', state, found }])
})

test('a server that tells no time is left out', () => {
  for (const date of [undefined, 'soon']) expect(compareClock('the store', date, NOW)).toEqual([])
})
