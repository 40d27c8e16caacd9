import clsx from 'clsx'
import { Check, Star, X } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { LeafPick } from '../../api/types.ts'
import styles from './cell-marks.module.css'

/**
 * What was said of a leaf, and whether it is selected, on top of its picture. By keyboard the same is done from the picture
 * itself, so that these are not in the way of the Tab key.
 */
export function CellMarks({
  name,
  pick,
  selected,
  onPick,
  onSelect,
}: {
  /** What it is a picture of, and by whom. */
  name: string
  pick: LeafPick | undefined
  selected: boolean
  onPick: (pick: LeafPick) => void
  onSelect: (event: MouseEvent) => void
}) {
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={clsx(styles.mark, styles.select)}
        aria-pressed={selected}
        aria-label={`Select ${name}`}
        onClick={onSelect}
      >
        <span>
          <Check aria-hidden="true" />
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={clsx(styles.mark, styles.reject)}
        aria-pressed={pick === 'rejected'}
        aria-label={`Reject ${name}`}
        title="Reject (X)"
        onClick={() => onPick('rejected')}
      >
        <span>
          <X aria-hidden="true" />
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={clsx(styles.mark, styles.pick)}
        aria-pressed={pick === 'picked'}
        aria-label={`Pick ${name}`}
        title="Pick (P)"
        onClick={() => onPick('picked')}
      >
        <span>
          <Star aria-hidden="true" />
        </span>
      </button>
    </>
  )
}
