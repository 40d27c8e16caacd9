import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { Orchestrator } from '@contactsheet/orchestrator'
import { type FastifyInstance, fastify } from 'fastify'

/** The queues that are shown. */
export type Queues = ReturnType<NonNullable<Orchestrator['queues']>>

type Queue = ConstructorParameters<typeof BullMQAdapter>[0]

/** Another site's fonts, which the page asks for: whoever looks at queues is nobody else's business. */
const ELSEWHERE = /<link href="https?:[^>]*>/g

/**
 * The page of the queues and what it asks for, as an app of its own that listens nowhere. What it is made of is loaded here
 * and not before: most deployments never look.
 *
 * @param path where browsers find it, without a slash at its end
 * @param prefix the same, as it is asked here
 * @param readOnly whether it shows only, and changes nothing
 */
export async function openBoard(
  queues: Queues,
  path: string,
  prefix: string,
  readOnly: boolean,
): Promise<FastifyInstance> {
  const [{ createBullBoard }, adapters, { FastifyAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/fastify'),
  ])
  const serverAdapter = new FastifyAdapter()
  createBullBoard({
    queues: queues.map(queue => new adapters.BullMQAdapter(queue as Queue, { readOnlyMode: readOnly })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Queues' } },
  })
  serverAdapter.setBasePath(path)
  const board = fastify()
  board.addHook('onSend', async (_request, reply, payload) =>
    typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
      ? payload.replace(ELSEWHERE, '')
      : payload,
  )
  await board.register(serverAdapter.registerPlugin(), { prefix })
  return board
}
