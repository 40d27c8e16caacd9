import type { LiveBatch } from '../../live/live-batch.ts'

import { LargeView } from '../../ui/large-view.tsx'
import styles from '../../ui/message.module.css'
import { CompareView } from './compare-view.tsx'
import { useComparison } from './use-comparison.ts'

/** Pictures beside each other: of a prompt, chosen ones, or what is picked. */
export function Compare({ batch }: { batch: LiveBatch }) {
  const comparison = useComparison(batch)
  const { title, place, steps } = comparison.compared
  if (title === undefined)
    return (
      <LargeView title={NOTHING[comparison.kind].title} onClose={comparison.close}>
        <p className={styles.message}>{NOTHING[comparison.kind].text}</p>
      </LargeView>
    )
  return (
    <LargeView
      title={title}
      place={place}
      onStep={steps && (by => comparison.go(steps[by === 1 ? 1 : 0]))}
      onClose={comparison.close}
    >
      <CompareView batch={batch} comparison={comparison} />
    </LargeView>
  )
}

/** What is said where there is nothing to compare. */
const NOTHING = {
  row: { title: 'No such prompt', text: 'This batch has no image of the prompt that the address names.' },
  chosen: { title: 'No such images', text: 'This batch has none of the leaves that the address names.' },
  picks: { title: 'Nothing is picked', text: 'Picks of this batch can be compared once there are some.' },
} as const
