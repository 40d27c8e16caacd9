import { usageOf } from '../measure/usage.ts'
import type { Order } from '../order.ts'

/** What a program says of a round that it measured itself. */
export interface SelfMeasured {
  /** Milliseconds since 1970. */
  startedAt: number
  wallMs: number
  cpuMs: number
  peakMb: number
  nowMb: number
  /** Leaves that failed. */
  lost: number
  /** Milliseconds of each step of each leaf. */
  steps?: Record<string, number[]>
}

/** What became of an order. */
export type Outcome = Pick<SelfMeasured, 'lost' | 'steps'>

/** Carries out every order that the parent sends, and tells what it took. Says once that it is ready, ends with the parent. */
export function serveOrders(carryOut: (order: Order) => Promise<Outcome>): void {
  process.on('message', async (order: Order) => {
    const before = usageOf(process.pid)
    const startedAt = Date.now()
    const start = performance.now()
    const outcome = await carryOut(order)
    const wallMs = performance.now() - start
    const { cpuMs, peakMb, nowMb } = usageOf(process.pid)
    process.send?.({
      ...outcome,
      startedAt,
      wallMs,
      cpuMs: cpuMs - before.cpuMs,
      peakMb,
      nowMb,
    } satisfies SelfMeasured)
  })
  process.once('disconnect', () => process.exit())
  process.send?.('ready')
}
