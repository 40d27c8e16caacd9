import { ChevronLeft, ChevronRight, FileText, Layers, Rows3 } from 'lucide-react'
import { columnsText, withColumn } from '../../lib/compared.ts'
import { slotName, slotsOf } from '../../lib/slots.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { Button } from '../../ui/button.tsx'
import type { Zoom } from '../../ui/panes/use-zoom.ts'
import { ZoomBar } from '../../ui/panes/zoom-bar.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './compare-bar.module.css'
import type { Comparison } from './use-comparison.ts'
import type { Pane } from './use-panes.tsx'

const OPTIONS = [
  { value: 'finished', label: 'Finished' },
  { value: 'original', label: 'Originals' },
  { value: 'both', label: 'Both' },
] as const

/** How a comparison is shown: which columns, which pictures, where, how large. */
export function CompareBar({
  batch,
  comparison,
  inHand,
  zoom,
}: {
  batch: LiveBatch
  comparison: Comparison
  inHand: Pane | undefined
  zoom: Zoom
}) {
  const { kind, pictures, isFlickering, isPromptShown, isByRow, go } = comparison
  return (
    <div className={styles.bar}>
      <div className={styles.tools}>
        <Segmented
          label="Pictures"
          value={pictures}
          options={OPTIONS}
          onChange={value => go({ pictures: value === 'finished' ? undefined : value })}
        />
        <Button
          look="quiet"
          aria-pressed={isFlickering}
          title="All at one place: F shows the next one, S puts them side by side. Hold Space for a short look."
          onClick={() => go({ flicker: isFlickering ? undefined : '1' })}
        >
          <Layers aria-hidden="true" />
          Flicker
        </Button>
        <Button
          look="quiet"
          aria-pressed={isPromptShown}
          title="The prompt as it was sent (I)"
          onClick={() => go({ sent: isPromptShown ? undefined : '1' })}
        >
          <FileText aria-hidden="true" />
          Prompt
        </Button>
        {kind === 'picks' ? (
          <Button
            look="quiet"
            aria-pressed={isByRow}
            title="Only picks of one prompt at a time"
            onClick={() => go({ by: isByRow ? undefined : 'row' })}
          >
            <Rows3 aria-hidden="true" />
            Row by row
          </Button>
        ) : null}
        <div className={styles.zoom}>
          <ZoomBar zoom={zoom} url={inHand?.url} />
        </div>
      </div>
      <Columns batch={batch} comparison={comparison} inHand={inHand} />
    </div>
  )
}

/** The columns of a row that has more of them than fit. */
function Columns({
  batch: { view },
  comparison: { columns, compared, room, go },
  inHand,
}: {
  batch: LiveBatch
  comparison: Comparison
  inHand: Pane | undefined
}) {
  if (columns === undefined) return null
  const slots = slotsOf(view)
  const [back, on] = compared.turns ?? []
  const handColumn = inHand && inHand.of.position % slots.length
  return (
    <fieldset className={styles.columns} aria-label="Columns">
      <Button look="quiet" icon aria-label="Columns before" onClick={() => back && go(back)}>
        <ChevronLeft aria-hidden="true" />
      </Button>
      {slots.map((slot, index) => (
        <button
          key={`${slot.model} ${slot.place}`}
          type="button"
          className={styles.column}
          aria-pressed={columns.includes(index)}
          onClick={() => go({ columns: columnsText(withColumn(columns, index, handColumn, room), room) })}
        >
          {slotName(slot)}
        </button>
      ))}
      <Button look="quiet" icon aria-label="Columns after" onClick={() => on && go(on)}>
        <ChevronRight aria-hidden="true" />
      </Button>
    </fieldset>
  )
}
