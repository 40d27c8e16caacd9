import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/calls.ts'
import type { ImageWall } from '../../lib/image-wall.ts'

/** So many images more of a day are looked through for one that an address names. */
const MORE = 100

/**
 * Reads an image by itself that is to be shown and is not among those loaded, and has it looked for among the others of its
 * day, so that it gets its place.
 *
 * @param key of the image; undefined for none
 * @param want loads the first images of a day
 */
export function useAlone(
  key: string | undefined,
  wall: ImageWall,
  want: (day: string, images: number) => void,
) {
  const [batchId = '', leafId = ''] = key?.split('/') ?? []
  const { data, error } = useQuery({
    queryKey: ['image', key],
    queryFn: async ({ signal }) => {
      const [leaf, batch] = await Promise.all([
        api.leaf({ batchId, leafId }, signal),
        api.batch(batchId, signal),
      ])
      return { leaf, createdAt: batch.createdAt }
    },
    enabled: key !== undefined,
  })
  const day = data?.createdAt.slice(0, 10)
  const start = wall.days.find(other => other.day === day)
  const loaded =
    start && wall.images.slice(start.start, start.start + start.images).findIndex(image => !image)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again each time that more has come
  useEffect(() => {
    if (key !== undefined && day !== undefined && loaded !== undefined && loaded >= 0)
      want(day, loaded + MORE)
  }, [key, day, loaded])
  return { leaf: key === undefined ? undefined : data?.leaf, batchId, problem: error }
}
