import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresSpec, startChild } from '@contactsheet/stack'
import type { TestProject } from 'vitest/node'
import { REDIS_REMEDY, startRedis } from './redis.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Redis for the whole run; undefined if this machine has none. Take a QUEUE_PREFIX of your own in it. */
    redisUrl: string | undefined
    /** A PostgreSQL for the whole run. Take a QUEUE_PREFIX of your own in it. */
    postgresUrl: string
  }
}

/** Starts the services that tests share, once for a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startRedis()
  if (redis === undefined) {
    if (process.env.CI) throw new Error(`There is no Redis on this machine: ${REDIS_REMEDY}.`)
    process.stderr.write(`Tests on Redis are skipped, because this machine has none: ${REDIS_REMEDY}.\n`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-test-'))
  // Open to the account that PostgreSQL runs under where the tests run as root.
  await chmod(folder, 0o755)
  const postgres = startChild(postgresSpec(join(folder, 'postgres'), join(folder, 'postgres.log')))
  project.provide('redisUrl', redis?.url)
  project.provide('postgresUrl', await postgres.ready)
  return async () => {
    await Promise.all([postgres.stop(), redis?.stop()])
    await rm(folder, { recursive: true, force: true })
  }
}
