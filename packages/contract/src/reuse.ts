import { z } from 'zod'

/**
 * Which pictures a batch takes instead of asking a provider for the same once more.
 *
 * - `always`: those of any batch that asked for the same, and took part in this too.
 * - `batch`: its own alone, as every batch does: through retries, crashes and resumptions.
 */
export const REUSES = ['always', 'batch'] as const
export const reuseSchema = z.enum(REUSES, { error: () => `must be one of: ${REUSES.join(', ')}` })
export type Reuse = z.infer<typeof reuseSchema>
