import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import styles from './timeline.module.css'

/** What a press of an arrow key makes of the height, in pixels. */
const STEP = 24

/** Between the sheet and the timeline: moves up and down, and the timeline with it. */
export function Handle({
  controls,
  height,
  least,
  most,
  usual,
  onResize,
}: {
  /** Id of what it resizes. */
  controls: string
  /** Of that, in pixels. */
  height: number
  least: number
  most: number
  /** What it is if nobody resizes it. */
  usual: number
  onResize: (height: number) => void
}) {
  const from = useRef<{ y: number; height: number }>(undefined)
  const resize = (wanted: number) => onResize(Math.round(Math.max(least, Math.min(most, wanted))))
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
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
      aria-label="Height of the timeline"
      aria-orientation="horizontal"
      aria-controls={controls}
      aria-valuenow={height}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuetext={`${height} pixels`}
      title="Drag to resize, double-click for the usual height"
      onKeyDown={onKeyDown}
      onDoubleClick={() => resize(usual)}
      onPointerDown={({ currentTarget, pointerId, clientY }: PointerEvent<HTMLElement>) => {
        currentTarget.setPointerCapture(pointerId)
        from.current = { y: clientY, height }
      }}
      onPointerMove={({ clientY }) => {
        if (from.current !== undefined) resize(from.current.height + from.current.y - clientY)
      }}
      onLostPointerCapture={() => {
        from.current = undefined
      }}
    />
  )
}
