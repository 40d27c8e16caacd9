import type { ColumnFigures } from '../../lib/column-figures.ts'
import { count, duration, usd } from '../../lib/format.ts'
import type { Slot } from '../../lib/slots.ts'
import styles from './sheet.module.css'

/** A model, and what its images have come to. */
export function ColumnHead({
  slot,
  figures,
}: {
  slot: Slot | undefined
  figures: ColumnFigures | undefined
}) {
  const { succeeded = 0, failed = 0, medianMs, costUsd = 0 } = figures ?? {}
  const parts = [
    succeeded > 0 ? `${count(succeeded)} made` : '',
    failed > 0 ? `${count(failed)} failed` : '',
    medianMs === undefined ? '' : duration(medianMs),
    costUsd > 0 ? usd(costUsd) : '',
  ].filter(Boolean)
  return (
    <>
      {slot?.label}
      {slot?.place === undefined ? null : <span className={styles.place}> · {slot.place}</span>}
      <span
        className={styles.figures}
        title="How many came, the time that half of them took at most, and the cost"
      >
        {parts.join(' · ')}
      </span>
    </>
  )
}
