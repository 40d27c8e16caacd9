import clsx from 'clsx'
import {
  Ban,
  Check,
  CircleAlert,
  CircleDashed,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Pause,
} from 'lucide-react'
import type { BatchState, LeafState } from '../api/types.ts'
import styles from './state.module.css'

/** Of a batch or a leaf; `submitted` of a leaf that its provider's batch API has. */
type AnyState = BatchState | LeafState | 'submitted'

const ICONS: Record<AnyState, LucideIcon> = {
  queued: CircleDashed,
  submitted: Hourglass,
  running: LoaderCircle,
  paused: Pause,
  succeeded: Check,
  partial: CircleAlert,
  failed: CircleAlert,
  canceled: Ban,
}

/** A state, as an icon and its word. */
export function State({ state, icon = false }: { state: AnyState; icon?: boolean }) {
  const Icon = ICONS[state]
  return (
    <span className={clsx(styles.state, styles[state])}>
      <Icon aria-hidden="true" className={clsx(state === 'running' && 'turns')} />
      <span className={clsx(icon && 'visually-hidden')}>{state}</span>
    </span>
  )
}
