import type { Ending } from '@contactsheet/contract'

/** How a leaf ends that never ran because its batch was canceled. */
export const CANCELED_BEFORE: Ending = {
  error: { kind: 'canceled', message: 'The batch was canceled before this leaf ran.' },
}

/**
 * How a leaf ended that the orchestrator lost.
 *
 * @param reason what the orchestrator says of it
 */
export function lost(reason: string | undefined): Ending {
  const message = `The leaf ended without a record${reason === undefined ? '' : `: ${reason}`}. Run the batch's failed leaves again.`
  return { error: { kind: 'internal', message } }
}
