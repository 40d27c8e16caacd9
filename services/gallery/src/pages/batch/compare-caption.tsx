import { Maximize2, Star, X } from 'lucide-react'
import type { LeafPick } from '../../api/types.ts'
import { duration, usd } from '../../lib/format.ts'
import { href } from '../../router.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import type { Zoom } from '../../ui/panes/use-zoom.ts'
import styles from './compare-caption.module.css'
import type { Pane } from './use-panes.tsx'

/** What is below a picture that is compared: what made it, what it took, and what is said of it. */
export function Caption({
  batchId,
  pane,
  number,
  isMixed,
  zoom,
  onPick,
}: {
  batchId: string
  pane: Pane
  /** The key that picks it. */
  number: number
  /** Pictures of other prompts are beside it. */
  isMixed: boolean
  zoom: Zoom
  onPick: (pick: LeafPick) => void
}) {
  const { of, isOriginal, label, url } = pane
  const { leaf, pick } = of
  const { picture } = zoom.geometryOf(url) ?? {}
  const facts = [
    ...(isMixed ? [of.prompt] : []),
    ...(picture === undefined ? [] : [`${picture.width} × ${picture.height}`, `${zoom.percentOf(url)}%`]),
    ...(isOriginal || leaf?.durationMs === undefined || leaf.attempts === 0
      ? []
      : [duration(leaf.durationMs)]),
    ...(isOriginal || typeof leaf?.costUsd !== 'number' ? [] : [usd(leaf.costUsd)]),
  ]
  return (
    <figcaption className={styles.caption}>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <span className={styles.words}>
        <b title={label}>{label}</b>
        <span className={styles.facts}>{facts.join(' · ')}</span>
      </span>
      {of.hasPicture && !isOriginal ? (
        <>
          <Button
            look="quiet"
            icon
            className={styles.pick}
            aria-label={`Pick ${of.name}`}
            aria-pressed={pick === 'picked'}
            title={`Pick (P, ${number})`}
            onClick={() => onPick('picked')}
          >
            <Star aria-hidden="true" />
          </Button>
          <Button
            look="quiet"
            icon
            className={styles.reject}
            aria-label={`Reject ${of.name}`}
            aria-pressed={pick === 'rejected'}
            title="Reject (X)"
            onClick={() => onPick('rejected')}
          >
            <X aria-hidden="true" />
          </Button>
        </>
      ) : null}
      {leaf === undefined || isOriginal ? null : (
        <ButtonLink
          look="quiet"
          icon
          href={href(`/batches/${batchId}?leaf=${leaf.leafId}`)}
          aria-label={`${of.name}, large`}
          title="Large, with all there is to know"
        >
          <Maximize2 aria-hidden="true" />
        </ButtonLink>
      )}
    </figcaption>
  )
}

/** Which of the pictures at one place is in front. */
export function Fronts({
  panes,
  front,
  onFront,
}: {
  panes: readonly Pane[]
  front: number
  onFront: (index: number) => void
}) {
  return (
    <fieldset className={styles.fronts} aria-label="In front">
      {panes.map((pane, index) => (
        <button key={pane.key} type="button" aria-pressed={index === front} onClick={() => onFront(index)}>
          {pane.label}
        </button>
      ))}
    </fieldset>
  )
}
