import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildGallery } from '../../../packages/stack/src/gallery.ts'
import { startPostgres } from '../postgres.ts'
import { CHROMIUM, obtainProgram } from '../programs.ts'
import { startRedis } from '../redis.ts'
import type {} from './context.ts'

/** Longest that a build of the page may take, in milliseconds. */
const BUILD_TIMEOUT_MS = 100_000

const LOG_FILE = join(import.meta.dirname, '../../../node_modules/.cache/contactsheet/gallery-build.log')

/** Brings Chromium, builds the page as it ships and starts a queue, which the test files of the project share. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const chromium = await obtainProgram(CHROMIUM)
  project.provide('missing', chromium === undefined ? [CHROMIUM] : [])
  if (chromium === undefined) return undefined
  await mkdir(dirname(LOG_FILE), { recursive: true })
  await buildGallery(LOG_FILE, AbortSignal.timeout(BUILD_TIMEOUT_MS))
  const queue = (await startRedis()) ?? (await startPostgres())
  project.provide('queueUrl', queue.url)
  return () => queue.stop()
}
