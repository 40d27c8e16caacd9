import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../button.tsx'
import type { Zoom } from './use-zoom.ts'
import styles from './zoom-bar.module.css'

/** How long a zoom has to hold before it is said, in milliseconds: not every step on the way to it. */
const SAID_AFTER_MS = 400

/** How large pictures are, and the ways to change it without a wheel. */
export function ZoomBar({ zoom, url }: { zoom: Zoom; url: string | undefined }) {
  const percent = zoom.percentOf(url)
  return (
    <fieldset className={styles.bar} aria-label="Zoom">
      <Button look="quiet" icon aria-label="Zoom out" title="Zoom out (-)" onClick={() => zoom.step(url, -1)}>
        <Minus aria-hidden="true" />
      </Button>
      <span className={styles.percent}>{percent === undefined ? '' : `${percent}%`}</span>
      <Button look="quiet" icon aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoom.step(url, 1)}>
        <Plus aria-hidden="true" />
      </Button>
      <Button
        look="quiet"
        icon
        aria-label="Whole pictures"
        title="Whole pictures (0)"
        aria-pressed={zoom.isFit}
        onClick={zoom.fit}
      >
        <Maximize aria-hidden="true" />
      </Button>
      <Button
        look="quiet"
        aria-label="1:1, one pixel of the picture for each of the screen"
        title="One pixel of the picture for each of the screen (O)"
        aria-pressed={percent === 100}
        onClick={() => zoom.actual(url)}
      >
        1:1
      </Button>
      <Said percent={percent} isFit={zoom.isFit} />
    </fieldset>
  )
}

/** Tells those who do not see it how large pictures have become. */
function Said({ percent, isFit }: { percent: number | undefined; isFit: boolean }) {
  const now = percent === undefined ? '' : isFit ? `Whole pictures, ${percent}%` : `Zoom ${percent}%`
  const [said, setSaid] = useState('')
  const first = useRef('')
  useEffect(() => {
    // How it was at the start is no news.
    first.current ||= now
    if (now === first.current && said === '') return
    const timer = setTimeout(() => setSaid(now), SAID_AFTER_MS)
    return () => clearTimeout(timer)
  }, [now, said])
  return (
    <span className="visually-hidden" role="status">
      {said}
    </span>
  )
}
