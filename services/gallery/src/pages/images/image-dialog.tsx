import { useQueryClient } from '@tanstack/react-query'
import { Rows3 } from 'lucide-react'
import type { ImageView } from '../../api/types.ts'
import { count } from '../../lib/format.ts'
import { href } from '../../router.ts'
import { deleteImages, imageKey } from '../../state/deletions.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { LargeView } from '../../ui/large-view.tsx'
import { LeafDetails } from '../../ui/leaf-view.tsx'
import styles from '../../ui/message.module.css'

/** One of the images, large. */
export function ImageDialog({
  images,
  opened,
  onOpen,
  onClose,
  labelOf,
}: {
  images: readonly ImageView[]
  /** Key of the image. */
  opened: string
  onOpen: (key: string) => void
  onClose: () => void
  /** Label of a model. */
  labelOf: (model: string) => string
}) {
  const queries = useQueryClient()
  const index = images.findIndex(image => imageKey(image.batchId, image.leafId) === opened)
  const image = images[index]
  const go = (to: number) => {
    const next = images[(to + images.length) % images.length]
    if (next === undefined) onClose()
    else onOpen(imageKey(next.batchId, next.leafId))
  }

  if (image === undefined)
    return (
      <LargeView title="No such image" onClose={onClose}>
        <p className={styles.message}>
          The image {opened} is not among those shown. It may be deleted, or left out by the filters.
        </p>
      </LargeView>
    )
  return (
    <LargeView
      title={image.title}
      place={`${count(index + 1)} of ${count(images.length)}`}
      onStep={step => go(index + step)}
      onClose={onClose}
    >
      <LeafDetails
        batchId={image.batchId}
        leaf={image}
        model={labelOf(image.model)}
        gone={false}
        onDelete={() => {
          // First away from it: the next one takes its place.
          if (images.length > 1) go(index + 1 === images.length ? index - 1 : index + 1)
          else onClose()
          deleteImages([image], () => void queries.invalidateQueries({ queryKey: ['images'] }))
        }}
        links={
          <ButtonLink href={href(`/batches/${image.batchId}`)}>
            <Rows3 aria-hidden="true" />
            Open its batch
          </ButtonLink>
        }
      />
    </LargeView>
  )
}
