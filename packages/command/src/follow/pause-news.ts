import type { Batch } from '@contactsheet/client'
import { isOpenState } from '@contactsheet/contract'

/**
 * Tells when a batch is paused, with what makes it go on, and when it does: once each time.
 *
 * @param url address of the API
 */
export function pauseNews(
  id: string,
  url: string,
  say: (text: string) => void,
): (standing: Pick<Batch, 'state'>) => void {
  let paused = false
  return ({ state }) => {
    if (paused === (state === 'paused')) return
    paused = !paused
    const resume = new URL(`batches/${id}/resume`, url)
    if (paused) say(`The batch is paused: what runs ends, and nothing more starts until POST ${resume}`)
    else if (isOpenState(state)) say('The batch goes on.')
  }
}
