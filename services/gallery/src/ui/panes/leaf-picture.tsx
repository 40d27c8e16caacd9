import { useQuery } from '@tanstack/react-query'
import { SquareSplitHorizontal } from 'lucide-react'
import type { LeafView } from '../../api/types.ts'
import { RATIO } from '../../lib/grid.ts'
import { createStore, useStore } from '../../lib/store.ts'
import { columnsFor } from '../../lib/zoom.ts'
import { Button } from '../button.tsx'
import { useLargeViewKeys } from '../large-view-keys.ts'
import { leafDetail } from '../leaf-detail.ts'
import { useSize } from '../use-size.ts'
import { Frame } from './frame.tsx'
import styles from './leaf-picture.module.css'
import { useZoom } from './use-zoom.ts'
import { ZoomBar } from './zoom-bar.tsx'
import { zoomKey } from './zoom-key.ts'

/** Whether originals are shown beside what was made of them: from one leaf to the next it stays as it is. */
const beside = createStore(false)

/** The picture of a leaf, to zoom into and to move; if wanted beside its original. */
export function LeafPicture({
  batchId,
  leaf,
  url,
  alt,
}: {
  batchId: string
  leaf: LeafView
  url: string
  alt: string
}) {
  const zoom = useZoom()
  const isBeside = useStore(beside)
  const { data } = useQuery(leafDetail(batchId, leaf))
  const original = data?.originalUrl
  const withOriginal = isBeside && original !== undefined
  useLargeViewKeys(event => {
    if (event.type !== 'keydown') return false
    if (event.key !== 'b' && event.key !== 'B') return zoomKey(event, zoom, url)
    beside.set(!isBeside)
    return true
  })
  const [measure, room] = useSize()
  const { width, height } = zoom.geometryOf(url)?.picture ?? { width: RATIO, height: 1 }
  const columns = withOriginal && room !== undefined ? columnsFor(2, room, width / height) : 1
  const picture = { key: 'finished', url, alt, instead: null }
  return (
    <div className={styles.view}>
      <div
        ref={measure}
        className={styles.frames}
        data-two={withOriginal}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        <Frame pictures={[picture]} zoom={zoom} isMeasured />
        {withOriginal ? (
          <Frame
            pictures={[{ key: 'original', url: original, alt: `Original of ${alt}`, instead: null }]}
            zoom={zoom}
            isMeasured={false}
          />
        ) : null}
      </div>
      <div className={styles.bar}>
        <ZoomBar zoom={zoom} url={url} />
        {original === undefined ? null : (
          <Button
            look="quiet"
            aria-pressed={isBeside}
            title="The original beside it (B)"
            onClick={() => beside.set(!isBeside)}
          >
            <SquareSplitHorizontal aria-hidden="true" />
            Original
          </Button>
        )}
      </div>
    </div>
  )
}
