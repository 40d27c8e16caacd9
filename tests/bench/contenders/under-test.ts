import type { Sample } from '../sample.ts'
import type { Api } from './api.ts'
import type { Surroundings } from './contender.ts'

/** What a system has used, all its processes and servers. */
export type SystemUsage = Pick<Sample, 'cpuMs' | 'memory' | 'redis' | 'store'>

/** A whole system, API, queue and workers as processes, and what it is measured with. */
export interface SystemUnderTest extends Surroundings {
  api: Api
  /** The same, called with another token. */
  other: Api
  /** Rejects when one of its processes has ended. */
  failed: Promise<never>
  /** Looks at what it has used so far. The function returned tells what it has used since. */
  look(): Promise<() => Promise<SystemUsage>>
}
