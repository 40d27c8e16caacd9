import { ADVICE, REASON } from '../../../lib/advice.ts'
import { plural } from '../../../lib/format.ts'
import { failuresOf } from '../../../lib/mending.ts'
import { isSettled, type LiveBatch } from '../../../live/live-batch.ts'
import { href } from '../../../router.ts'
import { Notice } from '../../../ui/notice.tsx'

/** Failed leaves that no retry helps, and what does: a line for each kind of failure. */
export function LostLeaves({ batch: { view, leaves } }: { batch: LiveBatch }) {
  if (!isSettled(view.state)) return null
  const { lost } = failuresOf(view, leaves)
  const kinds = Map.groupBy(lost, ({ error }) => error?.kind ?? 'internal')
  return [...kinds].map(([kind, [first, ...others]]) => (
    <Notice key={kind} kind="warning">
      {plural(others.length + 1, 'leaf', 'leaves')} failed: {REASON[kind].toLowerCase()}. {ADVICE[kind]}{' '}
      <a href={href(`/batches/${view.id}?leaf=${first?.leafId}`)}>
        Show {others.length === 0 ? 'it' : 'the first'}
      </a>
    </Notice>
  ))
}
