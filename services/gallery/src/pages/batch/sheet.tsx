import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { GAP, ratioOf, sheetLayout } from '../../lib/grid.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { useWidth } from '../../ui/use-width.ts'
import styles from './sheet.module.css'
import { SheetRow } from './sheet-row.tsx'
import { useGridKeys } from './use-grid-keys.ts'
import { Zoom } from './zoom.tsx'

/** Space at the left and right edge, and the height of the line of models. Pixels. */
const EDGE = 20
const HEAD = 40

/** Prompts down, models across. Only what is in sight exists. */
export function Sheet({ batch }: { batch: LiveBatch }) {
  const { view, leaves } = batch
  const models = view.models.length
  const scroller = useRef<HTMLDivElement>(null)
  const [measure, width] = useWidth()
  const [zoom, setZoom] = useState<number>()
  const edge = width < 640 ? 16 : EDGE
  const ratio = ratioOf(view.outputs)
  const layout = useMemo(
    () => sheetLayout(width - 2 * edge, models, zoom, ratio),
    [width, edge, models, zoom, ratio],
  )

  const rows = useVirtualizer({
    count: width === 0 ? 0 : view.prompts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.row,
    overscan: 2,
    paddingStart: HEAD,
    paddingEnd: edge,
    scrollPaddingStart: HEAD,
  })
  const columns = useVirtualizer({
    horizontal: true,
    count: width === 0 ? 0 : models,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.cell + GAP,
    overscan: 1,
    paddingStart: layout.prompts + edge,
    paddingEnd: edge,
    scrollPaddingStart: layout.prompts + edge,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes come from the layout
  useEffect(() => {
    rows.measure()
    columns.measure()
  }, [layout.row, layout.cell, layout.prompts])

  const reach = (position: number) => {
    rows.scrollToIndex(Math.floor(position / models))
    columns.scrollToIndex(position % models)
  }
  const keys = useGridKeys(scroller, models, leaves.length, reach)
  const visibleRows = rows.getVirtualItems()
  const visibleColumns = columns.getVirtualItems()
  // The Tab key leads to the last cell that had the focus, or to one in sight.
  const inSight = visibleRows.some(row => row.index === Math.floor(keys.active / models))
  const reachable = inSight ? keys.active : (visibleRows[0]?.index ?? 0) * models

  const ref = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element
      return measure(element)
    },
    [measure],
  )

  return (
    <section className={styles.sheet} aria-label="Sheet">
      <Zoom value={zoom} onChange={setZoom} />
      <div ref={ref} className={styles.scroller}>
        <table
          className={styles.table}
          aria-label="Prompts down, models across"
          aria-rowcount={view.prompts.length + 1}
          aria-colcount={models + 1}
          style={{ height: rows.getTotalSize(), width: layout.prompts + layout.width + 2 * edge }}
          onKeyDown={keys.onKeyDown}
          onFocus={keys.onFocus}
        >
          <thead className={styles.models} style={{ height: HEAD }}>
            <tr aria-rowindex={1}>
              {visibleColumns.map(column => (
                <th
                  key={column.key}
                  scope="col"
                  aria-colindex={column.index + 2}
                  style={{ width: layout.cell, translate: `${column.start}px 0` }}
                  title={view.models[column.index]?.id}
                >
                  {view.models[column.index]?.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {visibleRows.map(row => (
              <SheetRow
                key={row.key}
                view={view}
                leaves={leaves}
                prompt={row.index}
                top={row.start}
                layout={layout}
                promptWidth={layout.prompts === 0 ? width - 2 * edge : layout.prompts}
                edge={edge}
                columns={visibleColumns}
                reachable={Math.floor(reachable / models) === row.index ? reachable : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
