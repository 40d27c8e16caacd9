import { describe, inject, type TestOptions } from 'vitest'
import type {} from './setup/context.ts'

/** What tests run a queue on. */
export interface QueueServer {
  name: string
  /** Undefined if this machine does not have it. */
  url: string | undefined
}

/** The servers of the run. */
export const QUEUES: readonly QueueServer[] = [
  { name: 'Redis', url: inject('redisUrl') },
  { name: 'PostgreSQL', url: inject('postgresUrl') },
]

/** Describes the same tests on each server, `$name` in the title. They are skipped where the machine does not have it. */
export function describeOn(
  servers: readonly QueueServer[],
  title: string,
  tests: (url: string) => void,
  options: TestOptions = {},
): void {
  for (const { name, url } of servers)
    describe.skipIf(url === undefined)(title.replace('$name', name), options, () => tests(url ?? ''))
}
