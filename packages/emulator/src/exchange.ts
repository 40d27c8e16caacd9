import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answers } from './answers.ts'
import type { Answer, Ask } from './ask.ts'
import { giveUpBody } from './body-turns.ts'
import type { CallLog } from './calls.ts'
import type { Dialect } from './dialect.ts'
import { type Fault, faultFor } from './faults.ts'
import type { Jobs } from './jobs/jobs.ts'
import { type Latency, latencyOf } from './latency.ts'

/** What a running emulator can be told, and has to remember. */
export interface State {
  readonly seed: number
  readonly calls: CallLog
  readonly answers: Answers
  readonly jobs: Jobs
  latency: Latency
  faults: readonly Fault[]
}

/** Faults that a provider's gateway answers at once, without any work on a picture. */
const AT_THE_GATE = new Set<Fault['kind']>(['rate_limit', 'rate_limit_no_wait', 'auth', 'billing'])

/** Answers a valid ask: counts it, waits as long as a provider would, and meets the fault that was ordered for it. */
export async function exchange(
  state: State,
  dialect: Dialect,
  ask: Ask,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  giveUpBody(request)
  const { attempt, take, answered, end } = state.calls.begin(ask)
  const fault = faultFor(state.faults, ask, attempt, state.seed)
  const gone = new AbortController()
  let broken = false
  reply.raw.once('close', () => {
    gone.abort()
    if (broken) end('broken')
    else end(reply.raw.writableFinished ? `${reply.raw.statusCode}` : 'aborted')
  })
  // From here on the answer is written by hand: some of them must not be whole.
  reply.hijack()
  try {
    const [answer] = await Promise.all([
      // The picture is made while the caller waits, as at a provider.
      state.answers.make(dialect, { ...ask, take: isWhole(fault) ? take() : 0 }, fault, gone.signal),
      pause(state, ask, attempt, fault, gone.signal),
    ])
    if (gone.signal.aborted) return
    answered()
    broken = fault?.kind === 'reset' || fault?.kind === 'cut'
    if (fault?.kind === 'reset') request.raw.socket.resetAndDestroy()
    else send(reply, answer, broken)
  } catch (error) {
    if (gone.signal.aborted) return
    request.log.error({ err: error }, 'could not make an answer')
    reply.raw.destroy()
  }
}

/** Whether the answer brings pictures that the caller can use. */
function isWhole(fault: Fault | undefined): boolean {
  return fault === undefined || fault.kind === 'slow'
}

/** Waits as long as this try takes. Rejects when the caller leaves before. */
async function pause(
  { latency, seed }: State,
  ask: Ask,
  attempt: number,
  fault: Fault | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (fault?.kind === 'hang') return forever(signal)
  if (fault !== undefined && AT_THE_GATE.has(fault.kind)) return
  const factor = fault?.kind === 'slow' ? fault.factor : 1
  const wait = latencyOf(latency, ask, attempt, seed) * factor
  if (wait > 0) await sleep(wait, undefined, { signal })
}

function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** @param cut whether the connection breaks in the middle of the body */
function send({ raw }: FastifyReply, { status, headers, body }: Answer, cut: boolean): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  raw.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...headers,
  })
  if (cut) raw.write(bytes.subarray(0, bytes.length >> 1), () => raw.destroy())
  else raw.end(bytes)
}
