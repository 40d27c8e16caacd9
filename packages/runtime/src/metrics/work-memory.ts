import { Gauge, Histogram, type Registry } from 'prom-client'
import { WAIT_SECONDS } from './buckets.ts'

/** What a process may have of pictures in hand, and has. */
export interface WorkMemory {
  readonly bytes: number
  readonly heldBytes: number
  /** Leaves in line. */
  readonly waiting: number
  /** Hears how long each wait took, in milliseconds. */
  onWaited?: (ms: number) => void
}

/** Measures the memory for pictures between a provider's answer and the finished image (WORK_MEMORY_MB). */
export function watchWorkMemory(registers: Registry[], memory: WorkMemory): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge(
    'contactsheet_work_memory_limit_bytes',
    'What pictures in hand may take: WORK_MEMORY_MB.',
    () => memory.bytes,
  )
  gauge('contactsheet_work_memory_held_bytes', 'What pictures in hand take.', () => memory.heldBytes)
  gauge(
    'contactsheet_work_memory_waiting_leaves',
    'Leaves whose picture waits for memory that others have.',
    () => memory.waiting,
  )
  const waits = new Histogram({
    name: 'contactsheet_work_memory_wait_seconds',
    help: 'How long leaves waited for memory for their picture.',
    buckets: WAIT_SECONDS,
    registers,
  })
  memory.onWaited = ms => waits.observe(ms / 1_000)
}
