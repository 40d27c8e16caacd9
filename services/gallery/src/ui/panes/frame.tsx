import clsx from 'clsx'
import { CircleAlert } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react'
import { reachable } from '../../api/http.ts'
import { useStore } from '../../lib/store.ts'
import { placeOf, showsPixels } from '../../lib/zoom.ts'
import styles from './frame.module.css'
import { followGestures, type Gestures } from './gestures.ts'
import type { Zoom } from './use-zoom.ts'

/** A picture, or what is said in its place. */
export interface Picture {
  key: string
  /** Its address; undefined while there is none. */
  url: string | undefined
  alt: string
  instead: ReactNode
}

/**
 * A frame in which pictures lie at the same place, to be zoomed and moved. The one in front is seen.
 *
 * @param onSwipe where a finger is drawn across a whole picture
 */
export function Frame({
  pictures,
  front = 0,
  zoom,
  isMeasured,
  onSwipe,
}: {
  pictures: readonly Picture[]
  front?: number
  zoom: Zoom
  /** Of several frames beside each other it is the first that is. */
  isMeasured: boolean
  onSwipe?: ((by: 1 | -1) => void) | undefined
}) {
  const element = useRef<HTMLDivElement>(null)
  const url = pictures[front]?.url
  const gestures: Gestures = {
    zoom: (factor, at) => zoom.by(url, factor, at),
    pan: by => zoom.pan(url, by),
    twice: at => (zoom.isFit ? zoom.actual(url, at) : zoom.fit()),
    swipe: by => (zoom.isFit ? onSwipe?.(by) : undefined),
  }
  const latest = useRef(gestures)
  useEffect(() => {
    latest.current = gestures
  })
  useEffect(
    () => (element.current === null ? undefined : followGestures(element.current, () => latest.current)),
    [],
  )
  const { measure } = zoom
  useEffect(() => (isMeasured ? measure(element.current) : undefined), [isMeasured, measure])

  return (
    <div ref={element} className={styles.frame} data-fit={zoom.isFit}>
      {pictures.map((picture, index) => (
        <div key={picture.key} className={styles.layer} data-front={index === front}>
          <Layer key={picture.url} picture={picture} zoom={zoom} />
        </div>
      ))}
    </div>
  )
}

function Layer({ picture: { url, alt, instead }, zoom }: { picture: Picture; zoom: Zoom }) {
  const [broken, setBroken] = useState(false)
  const there = useStore(reachable)
  useEffect(() => {
    if (there) setBroken(false)
  }, [there])
  if (url === undefined) return <div className={styles.instead}>{instead}</div>
  if (broken)
    return (
      <div className={styles.instead}>
        <CircleAlert aria-hidden="true" className={styles.bad} />
        The picture cannot be loaded
      </div>
    )
  const geometry = zoom.geometryOf(url)
  const place: CSSProperties | undefined = geometry && placeOf(zoom.view, geometry)
  return (
    <img
      src={url}
      alt={alt}
      draggable={false}
      // With what is beside it, not some time after.
      decoding="sync"
      className={clsx(
        styles.picture,
        geometry === undefined && styles.unplaced,
        geometry !== undefined && showsPixels(zoom.view, geometry) && styles.pixels,
      )}
      // Until its size is known it can be shown whole, and not in part.
      data-waits={geometry === undefined && !zoom.isFit}
      style={place}
      onLoad={({ currentTarget }) =>
        zoom.loaded(url, { width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
      }
      onError={() => setBroken(true)}
    />
  )
}
