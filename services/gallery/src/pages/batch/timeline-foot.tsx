import { makerOf, slotAt } from '../../lib/slots.ts'
import type { Bar } from '../../lib/timeline.ts'
import { STEP_NAMES } from '../../lib/timeline-parts.ts'
import { barInWords } from '../../lib/timeline-words.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import styles from './timeline.module.css'
import bars from './timeline-bars.module.css'

/** What the leaf in hand has to say, and what the tones mean. */
export function Foot({ batch: { view }, bar, now }: { batch: LiveBatch; bar: Bar | undefined; now: number }) {
  const slot = bar && slotAt(view, bar.position)
  return (
    <div className={styles.foot}>
      {/* Who cannot see it has heard it as the name of the link. */}
      <p className={styles.told} aria-hidden="true">
        {bar === undefined ? (
          'Point at a bar, or move to it with the arrow keys, to read its times.'
        ) : (
          <>
            <b dir="auto">
              {bar.leaf.promptIndex + 1} {bar.leaf.title}
            </b>
            , {slot === undefined ? bar.leaf.model : makerOf(view, slot, bar.leaf)}: {barInWords(bar, now)}
          </>
        )}
      </p>
      <ul className={styles.legend} aria-label="Tones of the bars">
        {STEP_NAMES.map(name => (
          <li key={name}>
            <span className={`${bars.swatch} ${bars[name]}`} aria-hidden="true" />
            {name}
          </li>
        ))}
        <li>
          <span className={`${bars.swatch} ${bars.try}`} aria-hidden="true" />
          failed try
        </li>
        <li>
          <span className={`${bars.swatch} ${bars.wait}`} aria-hidden="true" />
          wait
        </li>
      </ul>
    </div>
  )
}
