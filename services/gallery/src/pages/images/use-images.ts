import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, type ImageFilter } from '../../api/calls.ts'
import { dayAfter } from '../../lib/days.ts'
import { type DayImages, wallOf } from '../../lib/image-wall.ts'
import { createStore, useStore } from '../../lib/store.ts'
import { deleted } from '../../state/deletions.ts'
import { ImageDays } from './image-days.ts'

/** How often images are counted again: while not all are, and then, in milliseconds. */
const GO_ON_MS = 100
const IDLE_MS = 30_000

/** Looks after which a count that gets no further is left for a while. */
const PATIENCE = 20

const NONE = createStore<ReadonlyMap<string, DayImages>>(new Map())

/** The images that a filter leaves: how many there are, and those of them that were wanted. */
export function useImages(filter: ImageFilter) {
  const summary = useQuery({
    queryKey: ['images', 'summary', filter],
    queryFn: ({ signal }) => api.imageSummary(filter, signal),
    refetchInterval: ({ state }) =>
      state.data?.complete === false && state.dataUpdateCount % PATIENCE !== 0 ? GO_ON_MS : IDLE_MS,
  })
  const [days, setDays] = useState<ImageDays>()
  const key = JSON.stringify(filter)
  useEffect(() => {
    const asked: ImageFilter = JSON.parse(key)
    const opened = new ImageDays((day, cursor, signal) =>
      api.images({ ...asked, after: day, before: dayAfter(day) }, cursor, signal),
    )
    setDays(opened)
    return () => {
      opened.close()
      setDays(undefined)
    }
  }, [key])
  const counted = summary.data?.days
  useEffect(() => {
    if (counted !== undefined) days?.heed(counted)
  }, [days, counted])

  const loaded = useStore(days?.loaded ?? NONE)
  const gone = useStore(deleted)
  const wall = useMemo(() => wallOf(counted ?? [], loaded, gone), [counted, loaded, gone])
  return { summary, wall, want: (day: string, images: number) => days?.want(day, images) }
}
