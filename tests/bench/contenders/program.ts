import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { PROCESS_ENV } from '../../support/process-env.ts'
import type { Order } from '../order.ts'
import type { SelfMeasured } from '../programs/self-measured.ts'
import type { Contender, Surroundings } from './contender.ts'
import { callsOf } from './provider-calls.ts'
import { requestsBetween } from './shelf.ts'

/**
 * Starts a contender that is one process: it takes an order as a message, and answers with what it measured.
 *
 * @param module under programs/
 */
export async function startProgram(
  { stage, workload, shelf, opened }: Surroundings,
  module: string,
  args: string[] = [],
): Promise<Contender['run']> {
  const child = fork(fileURLToPath(new URL(`../programs/${module}`, import.meta.url)), args, {
    env: { ...PROCESS_ENV, ...stage.providerEnv, ...shelf.env },
    execArgv: [],
  })
  const ended = once(child, 'exit')
  opened.defer(async () => {
    if (child.connected) child.disconnect()
    await ended
  })
  const ask = async (order?: Order): Promise<SelfMeasured> => {
    const answer = once(child, 'message')
    if (order !== undefined) child.send(order)
    const early = ended.then(([code]) => Promise.reject(new Error(`${module} ended with code ${code}.`)))
    const [told] = await Promise.race([answer, early])
    return told
  }
  // It says once that it is ready.
  await ask()
  return async order => {
    const leaves = order.titles.length * order.models.length
    await stage.emulator.forgetCalls()
    const before = await shelf.requests()
    const { startedAt, wallMs, cpuMs, peakMb, nowMb, lost, steps } = await ask(order)
    const after = await shelf.requests()
    const calls = await callsOf({ stage, workload }, order, startedAt)
    await shelf.clear()
    return {
      leaves,
      wallMs,
      lost,
      cpuMs: { process: cpuMs },
      memory: { process: { peakMb, nowMb } },
      ...(steps === undefined ? {} : { steps }),
      store: requestsBetween(before, after, ['process']),
      ...calls,
    }
  }
}
