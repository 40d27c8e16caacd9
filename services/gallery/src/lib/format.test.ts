import { describe, expect, it } from 'vitest'
import { duration, label, moment, plural, usd } from './format.ts'

describe('figures for people', () => {
  it.each([
    [0, '0.0 s'],
    [4_230, '4.2 s'],
    [99_960, '1 min 40 s'],
    [3_725_000, '1 h 2 min'],
  ])('says %i ms as %s', (ms, text) => expect(duration(ms)).toBe(text))

  it.each([
    [0, '$0'],
    [0.041, '$0.041'],
    [0.875, '$0.88'],
    [1_234.5, '$1,234.50'],
  ])('says %d dollars as %s', (value, text) => expect(usd(value)).toBe(text))

  it('says how many of something', () => {
    expect([plural(1, 'image'), plural(2_000, 'image'), plural(2, 'leaf', 'leaves')]).toEqual([
      '1 image',
      '2,000 images',
      '2 leaves',
    ])
  })

  it('says ids as words', () => {
    expect([label('left-panel'), label('3d'), label('neon')]).toEqual(['Left panel', '3D', 'Neon'])
  })

  it('says how long ago something was while that is short', () => {
    const now = new Date('2026-11-22T12:00:00Z')
    expect(moment('2026-11-22T11:59:30Z', now)).toBe('just now')
    expect(moment('2026-11-22T11:48:00Z', now)).toBe('12 min ago')
  })
})
