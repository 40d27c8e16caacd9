import { Bell, BellRing } from 'lucide-react'
import { useEffect } from 'react'
import type { BatchView } from '../../api/types.ts'
import { useStore } from '../../lib/store.ts'
import { isSettled } from '../../live/live-batch.ts'
import { awaited, canNotify, seen, tellNoMore, tellWhenDone } from '../../state/done-notices.ts'
import { Button } from '../../ui/button.tsx'
import { toasts } from '../../ui/toaster.tsx'

/** Has the browser tell when an open batch is done. */
export function TellWhenDone({ view }: { view: BatchView }) {
  const isAwaited = useStore(awaited).has(view.id)
  useEffect(() => seen(view), [view])
  if (!canNotify() || isSettled(view.state)) return null
  const Icon = isAwaited ? BellRing : Bell
  const toggle = async () => {
    if (isAwaited) tellNoMore(view.id)
    else if (!(await tellWhenDone(view.id)))
      toasts.add({
        title: 'The browser does not allow notifications of this page',
        description: 'Allow them in its settings of this site, and try again.',
        priority: 'high',
      })
  }
  return (
    <Button look="quiet" aria-pressed={isAwaited} onClick={() => void toggle()}>
      <Icon aria-hidden="true" />
      Tell me when it is done
    </Button>
  )
}
