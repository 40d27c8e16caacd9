import type { VirtualItem } from '@tanstack/react-virtual'
import { Columns2 } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import type { BatchView, LeafView } from '../../api/types.ts'
import type { SheetLayout } from '../../lib/grid.ts'
import { makerOf, promptOf, type Slot } from '../../lib/slots.ts'
import { useStore } from '../../lib/store.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { href } from '../../router.ts'
import { deleted, imageKey } from '../../state/deletions.ts'
import { togglePick } from '../../state/picks.ts'
import { CellMarks } from './cell-marks.tsx'
import { LeafCell } from './leaf-cell.tsx'
import styles from './sheet.module.css'
import type { ShownBatch } from './use-shown.ts'

/** One prompt and what the models made of it. */
export const SheetRow = memo(function SheetRow({
  view,
  leaves,
  complete,
  slots,
  row,
  shownRow,
  shown,
  selected,
  onSelect,
  top,
  layout,
  promptWidth,
  edge,
  columns,
  reachable,
}: {
  view: BatchView
  leaves: LiveBatch['leaves']
  /** Every leaf is told: those that are not, the sample left out. */
  complete: boolean
  slots: readonly Slot[]
  /** Its index, and that among the rows in sight. */
  row: number
  shownRow: number
  shown: ShownBatch
  selected: ReadonlySet<string>
  /** A leaf was selected by the pointer, or no longer is. */
  onSelect: (leafId: string, event: MouseEvent) => void
  top: number
  layout: SheetLayout
  promptWidth: number
  edge: number
  /** The columns in sight. */
  columns: readonly VirtualItem[]
  /** Position of the leaf that the Tab key leads to, if that is in this row. */
  reachable: number | undefined
}) {
  const gone = useStore(deleted)
  const prompt = promptOf(view, row)
  const title = view.prompts[prompt] ?? ''
  return (
    <tr
      className={styles.row}
      aria-rowindex={shownRow + 2}
      style={{ height: layout.row, translate: `0 ${top}px` }}
    >
      <th
        scope="row"
        aria-colindex={1}
        className={styles.prompt}
        data-above={layout.prompts === 0}
        style={{ width: promptWidth, left: edge, marginLeft: edge }}
      >
        <span className={styles.number}>{prompt + 1}</span>
        <span className={styles.text} title={title} dir="auto">
          {title}
        </span>
        {slots.length > 1 ? (
          <a
            className={styles.compare}
            href={href(`/batches/${view.id}?compare=${prompt}`)}
            aria-label={`Compare the models of prompt ${prompt + 1}`}
            title="Compare the models"
          >
            <Columns2 aria-hidden="true" />
          </a>
        ) : null}
      </th>
      {columns.map(column => {
        const index = shown.sheet.slots[column.index] ?? 0
        const position = row * slots.length + index
        const place = shownRow * shown.sheet.slots.length + column.index
        const leaf = leaves[position]
        const slot = slots[index]
        const model = slot === undefined ? '' : makerOf(view, slot, leaf)
        const isGone = leaf !== undefined && gone.has(imageKey(view.id, leaf.leafId))
        const pick = leaf && shown.pickOf(leaf)
        return (
          <td
            key={column.key}
            aria-colindex={column.index + 2}
            className={styles.slot}
            data-aside={shown.sheet.positions?.has(position) === false}
            data-pick={pick}
            data-selected={leaf !== undefined && selected.has(leaf.leafId)}
            style={{ width: layout.cell, translate: `${column.start}px 0` }}
          >
            {leaf === undefined && complete ? (
              <span className={styles.leftOut} style={{ aspectRatio: layout.ratio }}>
                Not in the sample
              </span>
            ) : (
              <LeafCell
                batchId={view.id}
                leaf={leaf}
                model={model}
                prompt={title}
                position={place}
                width={layout.cell}
                ratio={layout.ratio}
                gone={isGone}
                pick={pick}
                focusable={place === reachable}
              />
            )}
            {hasPicture(leaf) && !isGone ? (
              <CellMarks
                name={`${title}, ${model}`}
                pick={pick}
                selected={selected.has(leaf.leafId)}
                onPick={word => togglePick(view.id, leaf, word)}
                onSelect={event => onSelect(leaf.leafId, event)}
              />
            ) : null}
          </td>
        )
      })}
    </tr>
  )
})

function hasPicture(leaf: LeafView | undefined): leaf is LeafView {
  return leaf?.imageUrl !== undefined
}
