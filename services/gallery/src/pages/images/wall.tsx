import { useWindowVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { Check, CircleAlert } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import type { ImageView } from '../../api/types.ts'
import { RATIO, tiles } from '../../lib/grid.ts'
import { sources } from '../../lib/picture.ts'
import { imageKey } from '../../state/deletions.ts'
import { State } from '../../ui/state.tsx'
import { positionIn, useGridKeys } from '../../ui/use-grid-keys.ts'
import { useTop } from '../../ui/use-top.ts'
import { useWidth } from '../../ui/use-width.ts'
import { useRange } from './use-range.ts'
import { useSteadyFocus } from './use-steady-focus.ts'
import styles from './wall.module.css'

const GAP = 10
const WANTED = 280
const CAPTION = 44
/** Rows before and behind those in sight that are wanted with them. */
const AHEAD = 3
/** What lies over the page at its top and bottom: the header, and what can be done with a selection. Pixels. */
const COVERED = { top: 58, bottom: 80 }

/** From one place to another, both included. */
interface Places {
  from: number
  to: number
}

/** Images in rows, of which only those in sight exist. */
export function Wall({
  images,
  selected,
  opened,
  onSelect,
  onOpen,
  onDelete,
  onRange,
  jump,
  labelOf,
}: {
  /** By place; undefined for one that has not been loaded. */
  images: readonly (ImageView | undefined)[]
  selected: ReadonlySet<string>
  /** Key of the image that is shown large. */
  opened: string | null
  onSelect: (selected: ReadonlySet<string>) => void
  onOpen: (key: string) => void
  /** The selected images are to be deleted. */
  onDelete: () => void
  /** Hears which places are in sight, and which are wanted: these, and some around them. */
  onRange: (inSight: Places, wanted: Places) => void
  /** A place to go to; another object goes there again. */
  jump: { place: number } | undefined
  /** Label of a model. */
  labelOf: (model: string) => string
}) {
  const wall = useRef<HTMLTableElement>(null)
  const [ref, width] = useWidth()
  const top = useTop(wall, width)
  const { columns, cell } = tiles(width, width < 500 ? 170 : WANTED, GAP)
  const row = Math.round(cell / RATIO) + CAPTION
  const count = width === 0 ? 0 : Math.ceil(images.length / columns)
  const imageKeys = useMemo(
    () => images.map(image => image && imageKey(image.batchId, image.leafId)),
    [images],
  )
  const range = useRange(imageKeys, selected, onSelect)
  const keys = useGridKeys(
    wall,
    columns,
    images.length,
    position => rows.scrollToIndex(Math.floor(position / columns)),
    (from, to, { shiftKey }) => (shiftKey ? range.extend(from, to) : range.end()),
  )
  const active = Math.min(keys.active, images.length - 1)
  const rows = useWindowVirtualizer({
    count,
    estimateSize: () => row,
    overscan: 3,
    scrollMargin: top,
    scrollPaddingStart: COVERED.top,
    scrollPaddingEnd: COVERED.bottom,
    rangeExtractor: keys.rowsToKeep,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of a row comes from the width
  useEffect(() => rows.measure(), [row])
  const items = rows.getVirtualItems()
  // The Tab key leads to the last image that had the focus, or to one in sight.
  const inSight = items.some(item => item.index === Math.floor(active / columns))
  const reachable = inSight ? active : (items[0]?.index ?? 0) * columns
  const { startIndex = 0, endIndex = 0 } = rows.range ?? {}
  const firstRow = Math.max(0, Math.floor(((rows.scrollOffset ?? 0) + COVERED.top + 1 - top) / row))
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever hears of it asks for images that are missing
  useEffect(() => {
    if (width === 0) return
    const from = Math.max(0, startIndex - AHEAD) * columns
    const to = Math.min(images.length, (endIndex + 1 + AHEAD) * columns) - 1
    onRange({ from: firstRow * columns, to: (endIndex + 1) * columns - 1 }, { from, to })
  }, [firstRow, startIndex, endIndex, columns, width, images])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each
  useEffect(() => {
    if (jump !== undefined) rows.scrollToIndex(Math.floor(jump.place / columns), { align: 'start' })
  }, [jump])
  useSteadyFocus({ keys: imageKeys, active, opened, none: selected.size === 0, focus: keys.focus })

  const onKeyDown = (event: KeyboardEvent) => {
    const position = positionIn(event.target)
    const { key } = event
    if (key === 'Escape' && selected.size > 0) onSelect(new Set())
    else if (key === 'Delete' && selected.size > 0) onDelete()
    else if (key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) range.all()
    else if (key === ' ' && position !== undefined && isTile(event.target)) range.toggle(position)
    else return keys.onKeyDown(event)
    event.preventDefault()
  }
  const onPoint = (at: number, event: MouseEvent) => {
    if (event.shiftKey) range.extend(active, at)
    else range.toggle(at)
  }

  return (
    <div ref={ref}>
      <table
        ref={wall}
        aria-label="Images"
        aria-rowcount={count}
        aria-colcount={columns}
        className={styles.wall}
        style={{ height: rows.getTotalSize() }}
        data-selecting={selected.size > 0}
        onFocus={keys.onFocus}
        onKeyDown={onKeyDown}
        // Space selects; a button would take its release for a click.
        onKeyUp={event => event.key === ' ' && isTile(event.target) && event.preventDefault()}
      >
        <tbody>
          {items.map(item => (
            <tr
              key={item.key}
              aria-rowindex={item.index + 1}
              className={styles.row}
              style={{
                height: row,
                gridTemplateColumns: `repeat(${columns}, ${cell}px)`,
                translate: `0 ${item.start - rows.options.scrollMargin}px`,
              }}
            >
              {images.slice(item.index * columns, (item.index + 1) * columns).map((image, column) => {
                const at = item.index * columns + column
                const key = imageKeys[at]
                const isSelected = key !== undefined && selected.has(key)
                return (
                  <td
                    key={at}
                    aria-colindex={column + 1}
                    className={clsx(styles.tile, isSelected && styles.selected)}
                  >
                    <Tile
                      image={image}
                      model={image && labelOf(image.model)}
                      width={cell}
                      position={at}
                      focusable={at === reachable}
                      selected={isSelected}
                      onClick={event => {
                        if (event.shiftKey || event.ctrlKey || event.metaKey) onPoint(at, event)
                        else if (key !== undefined) onOpen(key)
                      }}
                    />
                    {image === undefined ? null : (
                      <label className={styles.check}>
                        <input
                          type="checkbox"
                          className={styles.box}
                          aria-label={`Select ${image.title}, ${image.model}`}
                          tabIndex={-1}
                          data-position={at}
                          checked={isSelected}
                          onChange={() => {}}
                          onClick={event => onPoint(at, event)}
                        />
                        <Check aria-hidden="true" />
                      </label>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Whether it is a picture, and not the box beside it. */
function isTile(element: EventTarget): boolean {
  return element instanceof HTMLButtonElement
}

function Tile({
  image,
  model,
  width,
  position,
  focusable,
  selected,
  onClick,
}: {
  /** Undefined: it has not been loaded. The focus may be here before it is. */
  image: ImageView | undefined
  /** Its label. */
  model: string | undefined
  /** In pixels. */
  width: number
  position: number
  /** The Tab key leads to it. */
  focusable: boolean
  selected: boolean
  onClick: (event: MouseEvent) => void
}) {
  return (
    <button
      type="button"
      className={styles.open}
      data-position={position}
      tabIndex={focusable ? 0 : -1}
      {...(selected && { 'aria-description': 'selected' })}
      {...(image === undefined && { 'aria-label': `Image ${position + 1}, loading` })}
      onClick={onClick}
    >
      <span className={styles.frame}>
        {image === undefined ? null : image.imageUrl === undefined ? (
          <span className={styles.place}>
            {image.error === undefined ? <State state={image.state} /> : <CircleAlert aria-hidden="true" />}
            {image.error?.message}
          </span>
        ) : (
          <img key={image.imageUrl} {...sources(image, `${width}px`)} alt="" decoding="async" />
        )}
      </span>
      <span className={styles.caption}>
        <span dir="auto">{image?.title}</span>
        <span className={styles.model}>{model}</span>
      </span>
    </button>
  )
}
