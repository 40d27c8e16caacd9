import { useQueryClient } from '@tanstack/react-query'
import { Rows3 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { count } from '../../lib/format.ts'
import { imageKey } from '../../lib/image-key.ts'
import { dayAt, type ImageWall } from '../../lib/image-wall.ts'
import { useStore } from '../../lib/store.ts'
import { closeOver, href } from '../../router.ts'
import { deleted, deleteImages } from '../../state/deletions.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { LargeView } from '../../ui/large-view.tsx'
import { LeafDetails } from '../../ui/leaf-view.tsx'
import styles from '../../ui/message.module.css'
import { useAlone } from './use-alone.ts'

/** One of the images, large; also one that is not among those loaded, or not among those of the filter. */
export function ImageDialog({
  wall,
  complete,
  opened,
  onOpen,
  want,
  labelOf,
}: {
  wall: ImageWall
  /** Whether all images are counted. */
  complete: boolean
  /** Key of the image. */
  opened: string
  onOpen: (key: string) => void
  /** Loads the first images of a day. */
  want: (day: string, images: number) => void
  /** Label of a model. */
  labelOf: (model: string) => string
}) {
  const queries = useQueryClient()
  const gone = useStore(deleted)
  const { images, places, days } = wall
  const place = places.get(opened)
  const alone = useAlone(place === undefined ? opened : undefined, wall, want)
  const image = place === undefined ? alone.leaf : images[place]
  const [batchId = '', leafId = ''] = opened.split('/')

  /** Where to go once it is loaded. */
  const [next, setNext] = useState<number>()
  const target = next === undefined ? undefined : images[next]
  useEffect(() => {
    if (target === undefined) return
    setNext(undefined)
    onOpen(imageKey(target.batchId, target.leafId))
  }, [target, onOpen])
  const go = (to: number) => {
    const at = (to + images.length) % images.length
    const there = images[at]
    if (there !== undefined) return onOpen(imageKey(there.batchId, there.leafId))
    const day = dayAt(days, at)
    if (day !== undefined) want(day.day, at - day.start + 1)
    setNext(at)
  }

  if (image === undefined)
    return (
      <LargeView title={alone.problem === null ? 'Image' : 'No such image'} onClose={() => closeOver()}>
        <p className={styles.message} role="status">
          {alone.problem === null
            ? 'Loading the image'
            : `There is no image ${opened}. It may be deleted, or the address cut short.`}
        </p>
      </LargeView>
    )
  const isGone = gone.has(opened)
  return (
    <LargeView
      title={image.title}
      place={
        place === undefined
          ? undefined
          : `${count(place + 1)} of ${count(images.length)}${complete ? '' : '+'}`
      }
      onStep={place === undefined ? undefined : step => go(place + step)}
      onClose={() => closeOver()}
    >
      <LeafDetails
        batchId={batchId}
        leaf={image}
        model={labelOf(image.model)}
        gone={isGone}
        onDelete={() => {
          // First away from it: the next one takes its place.
          if (place === undefined || images.length === 1) closeOver()
          else go(place + 1 === images.length ? place - 1 : place + 1)
          deleteImages([{ batchId, leafId }], () => void queries.invalidateQueries({ queryKey: ['images'] }))
        }}
        links={
          <ButtonLink href={href(`/batches/${batchId}`)}>
            <Rows3 aria-hidden="true" />
            Open its batch
          </ButtonLink>
        }
      />
    </LargeView>
  )
}
