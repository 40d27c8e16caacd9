import type { TestProject } from 'vitest/node'
import { startPostgres } from '../postgres.ts'
import { REDIS } from '../programs.ts'
import { startRedis } from '../redis.ts'
import type {} from './context.ts'

/** Starts both queue servers, which the test files of a project share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startRedis()
  const postgres = await startPostgres()
  project.provide('missing', redis === undefined ? [REDIS] : [])
  project.provide('redisUrl', redis?.url)
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await Promise.all([postgres.stop(), redis?.stop()])
  }
}
