import { expect, it } from 'vitest'
import { deadlineField, hoursUntil, localTime, withOffset } from './deadline.ts'

const NOW = new Date(2026, 10, 26, 14, 2, 30)

it('a time of the form is sent with its offset, and means the same moment', () => {
  const sent = withOffset('2026-11-27T08:05')
  expect(sent).toMatch(/^2026-11-27T08:05:00[+-]\d\d:\d\d$/)
  expect(new Date(sent)).toEqual(new Date(2026, 10, 27, 8, 5))
})

it('what is no time is sent as it is, to be refused', () => {
  expect(withOffset('soon')).toBe('soon')
})

it('a deadline fills the field, in hours as from now', () => {
  expect(deadlineField(6, NOW)).toBe('2026-11-26T20:02')
  expect(deadlineField(0.5, NOW)).toBe('2026-11-26T14:32')
  expect(deadlineField(withOffset('2026-11-27T08:05'))).toBe('2026-11-27T08:05')
  expect(deadlineField('soon')).toBe('')
  expect(localTime(new Date(2026, 0, 2, 3, 4))).toBe('2026-01-02T03:04')
})

it('a batch had so many hours', () => {
  expect(hoursUntil('2026-11-27T02:30:00.000Z', '2026-11-26T20:00:00.000Z')).toBe(6.5)
})
