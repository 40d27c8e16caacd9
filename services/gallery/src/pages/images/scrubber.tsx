import clsx from 'clsx'
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import { day as dayName, plural } from '../../lib/format.ts'
import { dayAt, type WallDay } from '../../lib/image-wall.ts'
import styles from './scrubber.module.css'

/** How far apart the names of months are at least, as a share of the whole. */
const APART = 0.04
const WEEK = 7

const MONTH = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** Leads to the images of a day: drawn, clicked, or by keys. As far down as those images are. */
export function Scrubber({
  days,
  total,
  place,
  onJump,
}: {
  days: readonly WallDay[]
  total: number
  /** Of the first image in sight. */
  place: number
  /** Goes to the image at a place. */
  onJump: (place: number) => void
}) {
  const track = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<{ place: number; dragged: boolean }>()
  const ticks = useMemo(() => ticksOf(days, total), [days, total])
  const current = days.indexOf(dayAt(days, place) ?? (days[0] as WallDay))
  const shown = pointed === undefined ? days[current] : dayAt(days, pointed.place)
  if (shown === undefined) return null

  const placeAt = ({ clientY }: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    const share = box === undefined ? 0 : (clientY - box.top) / box.height
    return Math.max(0, Math.min(total - 1, Math.floor(share * total)))
  }
  const jumpTo = (index: number) => {
    const day = days[Math.max(0, Math.min(days.length - 1, index))]
    if (day !== undefined) onJump(day.start)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Readonly<Record<string, number>> = {
      ArrowUp: current - 1,
      ArrowLeft: current - 1,
      ArrowDown: current + 1,
      ArrowRight: current + 1,
      PageUp: current - WEEK,
      PageDown: current + WEEK,
      Home: 0,
      End: days.length - 1,
    }
    const index = to[event.key]
    if (index === undefined) return
    event.preventDefault()
    jumpTo(index)
  }
  const at = (place: number) => ({ top: `${(place / Math.max(1, total)) * 100}%` })

  return (
    <div
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label="Day"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={days.length - 1}
      aria-valuenow={current}
      aria-valuetext={saidOf(days[current] ?? shown)}
      className={clsx(styles.scrubber, pointed?.dragged && styles.dragged)}
      onKeyDown={onKeyDown}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const to = placeAt(event)
        setPointed({ place: to, dragged: true })
        onJump(dayAt(days, to)?.start ?? to)
      }}
      onPointerMove={event => {
        const to = placeAt(event)
        const dragged = event.currentTarget.hasPointerCapture(event.pointerId)
        setPointed({ place: to, dragged })
        if (dragged && dayAt(days, to) !== shown) onJump(dayAt(days, to)?.start ?? to)
      }}
      onPointerUp={() => setPointed(undefined)}
      onPointerLeave={() => setPointed(undefined)}
    >
      {ticks.map(({ day, month }) => (
        <span key={day.day}>
          <span className={clsx(styles.tick, month !== undefined && styles.month)} style={at(day.start)} />
          {month === undefined ? null : (
            <span className={styles.name} style={at(day.start)}>
              {month}
            </span>
          )}
        </span>
      ))}
      <span className={styles.thumb} style={at(place)} />
      <span className={styles.now} style={at(pointed?.place ?? place)}>
        {saidOf(shown)}
      </span>
    </div>
  )
}

function saidOf({ day, images }: WallDay): string {
  return `${dayName(day)}, ${plural(images, 'image')}`
}

/** Days that have a mark, and of the first one of a month its name where there is room. */
function ticksOf(days: readonly WallDay[], total: number): { day: WallDay; month?: string }[] {
  let named = Number.NEGATIVE_INFINITY
  let marked = Number.NEGATIVE_INFINITY
  let before = ''
  return days.flatMap(day => {
    const share = day.start / total
    const isNew = day.day.slice(0, 7) !== before
    before = day.day.slice(0, 7)
    if (isNew && share - named >= APART) {
      named = share
      marked = share
      return [{ day, month: MONTH.format(new Date(day.day)) }]
    }
    if (share - marked < APART / 5) return []
    marked = share
    return [{ day }]
  })
}
