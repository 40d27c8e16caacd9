import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import type { PanelSize } from '../../lib/timeline-size.ts'
import styles from './timeline.module.css'

/** What a press of an arrow key makes of the size, in pixels. */
const STEP = 24

/** Between the sheet and the timeline: moves, and the edge of the timeline with it. */
export function Handle({
  controls,
  size,
  onResize,
}: {
  /** Id of what it resizes. */
  controls: string
  size: PanelSize
  onResize: (px: number) => void
}) {
  const { dimension, px, least, most, usual } = size
  const isWidth = dimension === 'width'
  const from = useRef<{ at: number; px: number }>(undefined)
  const resize = (wanted: number) => onResize(Math.round(Math.max(least, Math.min(most, wanted))))
  const at = ({ clientX, clientY }: PointerEvent) => (isWidth ? clientX : clientY)
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = {
      [isWidth ? 'ArrowLeft' : 'ArrowUp']: px + STEP,
      [isWidth ? 'ArrowRight' : 'ArrowDown']: px - STEP,
      Home: least,
      End: most,
      Enter: usual,
    }[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    resize(wanted)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      className={styles.handle}
      role="separator"
      tabIndex={0}
      aria-label={isWidth ? 'Width of the timeline' : 'Height of the timeline'}
      aria-orientation={isWidth ? 'vertical' : 'horizontal'}
      aria-controls={controls}
      aria-valuenow={px}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuetext={`${px} pixels`}
      title="Drag to resize, double-click for the usual size"
      onKeyDown={onKeyDown}
      onDoubleClick={() => resize(usual)}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { at: at(event), px }
      }}
      onPointerMove={event => {
        if (from.current !== undefined) resize(from.current.px + from.current.at - at(event))
      }}
      onLostPointerCapture={() => {
        from.current = undefined
      }}
    />
  )
}
