import { describe, expect, it } from 'vitest'
import type { ImageView } from '../api/types.ts'
import { type DayImages, dayAt, wallOf, wantedFor } from './image-wall.ts'

const SUMMARY = [
  { day: '2026-11-26', images: 3 },
  { day: '2026-11-20', images: 2 },
]

const images = (names: string) => [...names].map(leafId => ({ batchId: 'b', leafId }) as ImageView)
const loaded = (days: Record<string, DayImages>) => new Map(Object.entries(days))

/** What is at each place: the name of a leaf, or a dot. */
const shown = (wall: ReturnType<typeof wallOf>) => wall.images.map(image => image?.leafId ?? '.').join('')

describe('a wall of images', () => {
  it('has a place for each image that was counted', () => {
    const wall = wallOf(SUMMARY, new Map(), new Set())
    expect(shown(wall)).toBe('.....')
    expect(wall.days).toEqual([
      { day: '2026-11-26', start: 0, images: 3 },
      { day: '2026-11-20', start: 3, images: 2 },
    ])
  })

  it('shows those that are loaded where they are', () => {
    const days = loaded({
      '2026-11-26': { images: images('a'), done: false },
      '2026-11-20': { images: images('xy'), done: true },
    })
    const wall = wallOf(SUMMARY, days, new Set())
    expect(shown(wall)).toBe('a..xy')
    expect(wall.places.get('b/y')).toBe(4)
  })

  it('goes by what was loaded where that is not what was counted', () => {
    const more = loaded({ '2026-11-26': { images: images('abcd'), done: false } })
    expect(shown(wallOf(SUMMARY, more, new Set()))).toBe('abcd..')
    const fewer = loaded({ '2026-11-26': { images: images('a'), done: true } })
    expect(shown(wallOf(SUMMARY, fewer, new Set()))).toBe('a..')
    const none = loaded({ '2026-11-26': { images: [], done: true } })
    expect(wallOf(SUMMARY, none, new Set()).days).toEqual([{ day: '2026-11-20', start: 0, images: 2 }])
  })

  it('closes up where images were deleted', () => {
    const days = loaded({ '2026-11-26': { images: images('ab'), done: false } })
    expect(shown(wallOf(SUMMARY, days, new Set(['b/a'])))).toBe('b...')
  })

  it('tells the day of a place', () => {
    const { days } = wallOf(SUMMARY, new Map(), new Set())
    expect([0, 2, 3, 4].map(place => dayAt(days, place)?.day.slice(8))).toEqual(['26', '26', '20', '20'])
    expect(dayAt([], 0)).toBeUndefined()
  })

  it('wants what is missing among places, and of each day as much as it takes', () => {
    const days = loaded({ '2026-11-26': { images: images('ab'), done: false } })
    const wall = wallOf(SUMMARY, days, new Set())
    expect(wantedFor(wall, 0, 1)).toEqual([])
    expect(wantedFor(wall, 1, 3)).toEqual([
      { day: '2026-11-26', images: 3 },
      { day: '2026-11-20', images: 1 },
    ])
    expect(wantedFor(wall, 4, 9)).toEqual([{ day: '2026-11-20', images: 2 }])
  })
})
