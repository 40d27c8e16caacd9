import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { columnFigures } from '../../lib/column-figures.ts'
import { GAP, ratioOf, sheetLayout } from '../../lib/grid.ts'
import { slotsOf } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import { isComplete, type LiveBatch } from '../../live/live-batch.ts'
import { useAddress } from '../../router.ts'
import { deleted, imageKey } from '../../state/deletions.ts'
import { useGridKeys } from '../../ui/use-grid-keys.ts'
import { useWidth } from '../../ui/use-width.ts'
import { ColumnHead } from './column-head.tsx'
import styles from './sheet.module.css'
import { sheetKey } from './sheet-keys.ts'
import { SheetRow } from './sheet-row.tsx'
import { SheetSelection } from './sheet-selection.tsx'
import { SheetTools } from './sheet-tools.tsx'
import { useReturnFocus } from './use-return-focus.ts'
import { useSelection } from './use-selection.ts'
import type { ShownBatch } from './use-shown.ts'

/** Space at the left and right edge, and the height of the line of models. Pixels. */
const EDGE = 20
const HEAD = 56

/** Prompts down, models across. Only what is in sight exists. */
export function Sheet({ batch, shown }: { batch: LiveBatch; shown: ShownBatch }) {
  const { view, leaves } = batch
  const { rows: shownRows, slots: shownSlots, positions } = shown.sheet
  const slots = useMemo(() => slotsOf(view), [view])
  const figures = useMemo(() => columnFigures(leaves, slots.length), [leaves, slots])
  const across = shownSlots.length
  const [, change] = useAddress()
  const gone = useStore(deleted)
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

  const reach = (position: number) => {
    rows.scrollToIndex(Math.floor(position / across))
    columns.scrollToIndex(position % across)
  }
  const keys = useGridKeys(scroller, across, shownRows.length * across, reach)
  const rows = useVirtualizer({
    count: width === 0 ? 0 : shownRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.row,
    rangeExtractor: keys.rowsToKeep,
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
    rangeExtractor: keys.columnsToKeep,
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

  const positionAt = (place: number) =>
    (shownRows[Math.floor(place / across)] ?? 0) * slots.length + (shownSlots[place % across] ?? 0)
  const pictureAt = (place: number) => {
    const leaf = leaves[positionAt(place)]
    return leaf?.imageUrl === undefined || gone.has(imageKey(view.id, leaf.leafId)) ? undefined : leaf
  }
  const selection = useSelection(() =>
    leaves.flatMap((leaf, position) =>
      leaf?.imageUrl === undefined || positions?.has(position) === false ? [] : [leaf.leafId],
    ),
  )
  useReturnFocus({ view, sheet: shown.sheet, keys, selecting: selection.any, scroller })
  const onKeyDown = (event: KeyboardEvent) => {
    const meant = sheetKey(event, { batchId: view.id, leafAt: pictureAt, across, select: selection })
    if (meant) event.preventDefault()
    else keys.onKeyDown(event)
  }
  /** An image opens over the sheet as it is filtered; in another tab, over all of it. */
  const onClick = (event: MouseEvent) => {
    const leafId = (event.target as Element).closest<HTMLElement>('a[data-leaf]')?.dataset.leaf
    if (leafId === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    change({ leaf: leafId })
  }
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
      <SheetTools
        view={view}
        filter={shown.filter}
        shown={positions?.size}
        zoom={zoom}
        onZoom={setZoom}
        onSelect={selection.begun ? undefined : selection.begin}
      />
      <div ref={ref} className={styles.scroller}>
        <table
          className={styles.table}
          aria-label="Prompts down, models across"
          aria-rowcount={shownRows.length + 1}
          aria-colcount={across + 1}
          style={{ height: rows.getTotalSize(), width: layout.prompts + layout.width + 2 * edge }}
          data-selecting={selection.begun}
          onKeyDown={onKeyDown}
          onFocus={keys.onFocus}
          onClick={onClick}
        >
          <thead className={styles.models} style={{ height: HEAD }}>
            <tr aria-rowindex={1}>
              {visibleColumns.map(column => {
                const slot = slots[shownSlots[column.index] ?? 0]
                return (
                  <th
                    key={column.key}
                    scope="col"
                    abbr={slot?.label}
                    aria-colindex={column.index + 2}
                    style={{ width: layout.cell, translate: `${column.start}px 0` }}
                    title={titleOf(view.models[slot?.model ?? 0])}
                  >
                    <ColumnHead slot={slot} figures={figures[shownSlots[column.index] ?? 0]} />
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {visibleRows.map(row => (
              <SheetRow
                key={row.key}
                view={view}
                leaves={leaves}
                complete={complete}
                row={shownRows[row.index] ?? 0}
                shownRow={row.index}
                slots={slots}
                shown={shown}
                selected={selection.selected}
                onSelect={selection.pointed}
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
        {shownRows.length === 0 ? <p className={styles.none}>No image fits.</p> : null}
      </div>
      {selection.begun ? (
        <SheetSelection view={view} leafIds={[...selection.selected]} onDone={selection.none} />
      ) : null}
    </section>
  )
}

/** What a column asks for: its model, and the options that the request named. */
function titleOf(model: LiveBatch['view']['models'][number] | undefined): string | undefined {
  const options = Object.entries(model?.options ?? {}).map(([name, value]) => `${name} ${value}`)
  return model && [model.id, ...options].join(', ')
}
