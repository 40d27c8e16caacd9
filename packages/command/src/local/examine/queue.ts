import { examineQueue } from '@contactsheet/orchestrator'
import { type Check, fault, ok, reasonOf } from '../../doctor/check.ts'
import type { Configuration } from './variables.ts'

/** The oldest Redis that BullMQ works with. */
const LEAST_REDIS = [6, 2]

/** Asks the queue server what it is, and whether it keeps what it is given. */
export async function examineQueueServer(config: Configuration): Promise<Check[]> {
  const { QUEUE_URL: url, QUEUE_PREFIX: prefix, ORCHESTRATOR: orchestrator } = config
  if (orchestrator === 'workflows') return [ok('queue', 'none: ORCHESTRATOR is workflows')]
  if (url === undefined)
    return [
      ok('queue', 'an embedded PostgreSQL, which npm start and npm run batch bring (QUEUE_URL is not set)'),
    ]
  const { protocol, host } = new URL(url)
  const where = `${protocol}//${host}`
  try {
    const { name, version, eviction, refusesWrites } = await examineQueue(url, prefix)
    const server = `${name} ${version} at ${where}`
    const faults = [
      ...(isTooOld(name, version) ? [fault('queue', server, `Use ${LEAST_REDIS.join('.')} or newer.`)] : []),
      ...(eviction === undefined || eviction === 'noeviction'
        ? []
        : [
            fault(
              'queue',
              `${server} throws keys away when its memory is full (maxmemory-policy ${eviction}), jobs among them`,
              'Set maxmemory-policy to noeviction.',
            ),
          ]),
      ...(refusesWrites === undefined ? [] : [fault('queue', `${server} takes no jobs: ${refusesWrites}`)]),
    ]
    return faults.length > 0 ? faults : [ok('queue', `${server} takes jobs, and keeps them`)]
  } catch (error) {
    const remedy =
      'Start it, or set QUEUE_URL to a Redis or PostgreSQL server that runs; unset, npm start brings one.'
    return [fault('queue', `${where} cannot be used: ${reasonOf(error)}`, remedy)]
  }
}

function isTooOld(name: string, version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST_REDIS
  return name === 'Redis' && (major < leastMajor || (major === leastMajor && minor < leastMinor))
}
