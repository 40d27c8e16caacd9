import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { GAP, ratioOf, sheetLayout } from '../../lib/grid.ts'
import { rowCount, slotsOf } from '../../lib/slots.ts'
import { isComplete, type LiveBatch } from '../../live/live-batch.ts'
import { useGridKeys } from '../../ui/use-grid-keys.ts'
import { useWidth } from '../../ui/use-width.ts'
import styles from './sheet.module.css'
import { SheetRow } from './sheet-row.tsx'
import { Zoom } from './zoom.tsx'

/** Space at the left and right edge, and the height of the line of models. Pixels. */
const EDGE = 20
const HEAD = 40

/** Prompts down, models across. Only what is in sight exists. */
export function Sheet({ batch }: { batch: LiveBatch }) {
  const { view, leaves } = batch
  const slots = useMemo(() => slotsOf(view), [view])
  const across = slots.length
  const complete = isComplete(batch)
  const scroller = useRef<HTMLDivElement>(null)
  const [measure, width] = useWidth()
  const [zoom, setZoom] = useState<number>()
  const edge = width < 640 ? 16 : EDGE
  const ratio = ratioOf(view.outputs)
  const layout = useMemo(
    () => sheetLayout(width - 2 * edge, across, zoom, ratio),
    [width, edge, across, zoom, ratio],
  )

  const rows = useVirtualizer({
    count: width === 0 ? 0 : rowCount(view),
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.row,
    overscan: 2,
    paddingStart: HEAD,
    paddingEnd: edge,
    scrollPaddingStart: HEAD,
  })
  const columns = useVirtualizer({
    horizontal: true,
    count: width === 0 ? 0 : across,
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
    rows.scrollToIndex(Math.floor(position / across))
    columns.scrollToIndex(position % across)
  }
  const keys = useGridKeys(scroller, across, leaves.length, reach)
  const visibleRows = rows.getVirtualItems()
  const visibleColumns = columns.getVirtualItems()
  // The Tab key leads to the last cell that had the focus, or to one in sight.
  const inSight = visibleRows.some(row => row.index === Math.floor(keys.active / across))
  const reachable = inSight ? keys.active : (visibleRows[0]?.index ?? 0) * across

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
          aria-rowcount={rowCount(view) + 1}
          aria-colcount={across + 1}
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
                  title={titleOf(view.models[slots[column.index]?.model ?? 0])}
                >
                  {slots[column.index]?.label}
                  {slots[column.index]?.place === undefined ? null : (
                    <span className={styles.place}> · {slots[column.index]?.place}</span>
                  )}
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
                complete={complete}
                row={row.index}
                slots={slots}
                top={row.start}
                layout={layout}
                promptWidth={layout.prompts === 0 ? width - 2 * edge : layout.prompts}
                edge={edge}
                columns={visibleColumns}
                reachable={Math.floor(reachable / across) === row.index ? reachable : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What a column asks for: its model, and the options that the request named. */
function titleOf(model: LiveBatch['view']['models'][number] | undefined): string | undefined {
  const options = Object.entries(model?.options ?? {}).map(([name, value]) => `${name} ${value}`)
  return model && [model.id, ...options].join(', ')
}
