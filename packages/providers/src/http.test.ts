import { expect, test, vi } from 'vitest'
import { retryAfterMs } from './http.ts'

const wait = (headers: Record<string, string>) => retryAfterMs(new Headers(headers))

test('waits until the date a provider names', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T08:00:00Z') })
  try {
    expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 08:00:30 GMT' })).toBe(30_000)
  } finally {
    vi.useRealTimers()
  }
})

test('takes milliseconds and seconds, whole or not, and rounds up', () => {
  expect(wait({ 'retry-after-ms': '20.2' })).toBe(21)
  expect(wait({ 'retry-after': '1.5' })).toBe(1500)
  expect(wait({ 'retry-after': '0' })).toBe(0)
})

test.for(['soon', '-5', 'Infinity', '', '1e400'])('makes nothing of %j', value => {
  expect(wait({ 'retry-after': value, 'retry-after-ms': value })).toBeUndefined()
})
