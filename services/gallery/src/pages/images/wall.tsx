import { useWindowVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { Check, CircleAlert } from 'lucide-react'
import { type MouseEvent, useEffect, useRef } from 'react'
import type { ImageView } from '../../api/types.ts'
import { RATIO, tiles } from '../../lib/grid.ts'
import { sources } from '../../lib/picture.ts'
import { imageKey } from '../../state/deletions.ts'
import { State } from '../../ui/state.tsx'
import { useWidth } from '../../ui/use-width.ts'
import styles from './wall.module.css'

const GAP = 10
const WANTED = 280
const CAPTION = 44
/** Rows from the end at which more are asked for. */
const AHEAD = 3

/** Images in rows, of which only those in sight exist. */
export function Wall({
  images,
  selected,
  onSelect,
  onOpen,
  onEnd,
  labelOf,
}: {
  images: readonly ImageView[]
  selected: ReadonlySet<string>
  onSelect: (selected: ReadonlySet<string>) => void
  onOpen: (key: string) => void
  onEnd: () => void
  /** Label of a model. */
  labelOf: (model: string) => string
}) {
  const [ref, width] = useWidth()
  const { columns, cell } = tiles(width, width < 500 ? 170 : WANTED, GAP)
  const row = Math.round(cell / RATIO) + CAPTION
  const count = width === 0 ? 0 : Math.ceil(images.length / columns)
  const rows = useWindowVirtualizer({ count, estimateSize: () => row, overscan: 3, scrollMargin: 110 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of a row comes from the width
  useEffect(() => rows.measure(), [row])
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (width > 0 && last >= count - AHEAD) onEnd()
  }, [last, count, width, onEnd])

  const anchor = useRef(0)
  const select = (index: number, event: MouseEvent) => {
    const next = new Set(selected)
    const keyAt = (at: number) => {
      const image = images[at]
      return image === undefined ? '' : imageKey(image.batchId, image.leafId)
    }
    if (event.shiftKey) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      for (let at = from; at <= to; at++) next.add(keyAt(at))
    } else if (!next.delete(keyAt(index))) next.add(keyAt(index))
    anchor.current = index
    onSelect(next)
  }

  return (
    <div ref={ref}>
      <ul className={styles.wall} style={{ height: rows.getTotalSize() }} data-selecting={selected.size > 0}>
        {items.flatMap(item =>
          images.slice(item.index * columns, (item.index + 1) * columns).map((image, column) => {
            const key = imageKey(image.batchId, image.leafId)
            const top = item.start - rows.options.scrollMargin
            return (
              <li
                key={key}
                className={clsx(styles.tile, selected.has(key) && styles.selected)}
                style={{ width: cell, height: row, translate: `${column * (cell + GAP)}px ${top}px` }}
              >
                <Tile image={image} model={labelOf(image.model)} width={cell} onOpen={() => onOpen(key)} />
                <label className={styles.check}>
                  <input
                    type="checkbox"
                    className={styles.box}
                    aria-label={`Select ${image.title}, ${image.model}`}
                    checked={selected.has(key)}
                    onChange={() => {}}
                    onClick={event => select(item.index * columns + column, event)}
                  />
                  <Check aria-hidden="true" />
                </label>
              </li>
            )
          }),
        )}
      </ul>
    </div>
  )
}

function Tile({
  image,
  model,
  width,
  onOpen,
}: {
  image: ImageView
  model: string
  /** In pixels. */
  width: number
  onOpen: () => void
}) {
  return (
    <button type="button" className={styles.open} onClick={onOpen}>
      <span className={styles.frame}>
        {image.imageUrl === undefined ? (
          <span className={styles.place}>
            {image.error === undefined ? <State state={image.state} /> : <CircleAlert aria-hidden="true" />}
            {image.error?.message}
          </span>
        ) : (
          <img {...sources(image, `${width}px`)} alt="" decoding="async" />
        )}
      </span>
      <span className={styles.caption}>
        <span>{image.title}</span>
        <span className={styles.model}>{model}</span>
      </span>
    </button>
  )
}
