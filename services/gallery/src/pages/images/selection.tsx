import { Columns2, Download, Trash2 } from 'lucide-react'
import { urls } from '../../api/calls.ts'
import type { ImageView } from '../../api/types.ts'
import { href } from '../../router.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'

/** Between two downloads of a selection, in milliseconds: browsers drop those that come at once. */
const BETWEEN_MS = 250

/** What can be done with the selected images. */
export function Selection({
  images,
  onDelete,
  onDone,
}: {
  images: readonly ImageView[]
  onDelete: () => void
  /** Nothing is to be selected any more. */
  onDone: () => void
}) {
  const finished = images.filter(image => image.imageUrl !== undefined)
  const [first] = images
  const samePrompt = images.every(
    image => image.batchId === first?.batchId && image.promptIndex === first.promptIndex,
  )
  return (
    <SelectionBar of={images.length} place="over" onDone={onDone}>
      {first !== undefined && samePrompt ? (
        <ButtonLink look="quiet" href={href(`/batches/${first.batchId}?compare=${first.promptIndex}`)}>
          <Columns2 aria-hidden="true" />
          <span>Compare</span>
        </ButtonLink>
      ) : null}
      <Button look="quiet" disabled={finished.length === 0} onClick={() => void downloadAll(finished)}>
        <Download aria-hidden="true" />
        <span>Download</span>
      </Button>
      <Button look="quiet" onClick={onDelete}>
        <Trash2 aria-hidden="true" />
        <span>Delete</span>
      </Button>
    </SelectionBar>
  )
}

async function downloadAll(images: readonly ImageView[]): Promise<void> {
  for (const { imageUrl = '' } of images) {
    const link = document.createElement('a')
    link.href = urls.download(imageUrl)
    link.download = ''
    link.click()
    await new Promise(resolve => setTimeout(resolve, BETWEEN_MS))
  }
}
