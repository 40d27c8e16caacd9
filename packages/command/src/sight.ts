import type { Batch, Client } from '@contactsheet/client'
import { Interrupted } from '@contactsheet/stack/shell'
import { follow } from './follow/follow.ts'
import { pauseNews } from './follow/pause-news.ts'
import { showProgress } from './follow/progress.ts'

/**
 * Follows a batch to its end, with its progress on the standard error.
 *
 * @param onInterrupt what to say where the command is stopped before
 */
export async function seeToTheEnd(
  client: Client,
  id: string,
  signal: AbortSignal,
  onInterrupt: () => string,
): Promise<Batch> {
  let end = () => {}
  try {
    const batch = await client.batch(id)
    const progress = showProgress(process.stderr, batch)
    end = progress.end
    const tellPause = pauseNews(id, client.url, progress.say)
    const listener = {
      show(standing: Parameters<typeof progress.show>[0]) {
        tellPause(standing)
        progress.show(standing)
      },
      leaf: progress.leaf,
    }
    return await follow(client, batch, listener, { signal })
  } catch (error) {
    end()
    if (error instanceof Interrupted) console.error(onInterrupt())
    throw error
  } finally {
    end()
  }
}
