import { apiAddress } from './address.ts'
import type { RecomposeBody } from './types.ts'

/** What a leaf would look like, of its original. */
export interface LeafPreviewBody extends Omit<RecomposeBody, 'leaves' | 'titles' | 'keep'> {
  batchId: string
  leafId: string
  /** In place of its title. */
  text?: string | undefined
}

/**
 * The picture that a leaf would have in another look. Answered to a POST, so that no `<img>` can ask for it.
 *
 * @throws Error with a sentence for people if it cannot be made
 */
export async function previewLeaf(body: LeafPreviewBody, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(apiAddress('/preview'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  if (response.ok) return createImageBitmap(await response.blob())
  const { detail }: { detail?: unknown } = await response.json().catch(() => ({}))
  throw new Error(typeof detail === 'string' ? detail : `The API answered ${response.status}.`)
}
