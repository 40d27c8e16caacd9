import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { standInUrls } from '@contactsheet/providers'
import { type Env, proxyFor } from '@contactsheet/runtime'
import { postgresSpec } from './postgres/index.ts'
import { assertReachable } from './reach.ts'
import { isSimulated, type Settings } from './settings.ts'
import type { Supervisor } from './supervisor.ts'

/**
 * Starts everything the settings ask for: the queue and the emulator if they are ours to bring, a worker and the API.
 *
 * @param env passed on to every service
 * @param api address for the API to listen on
 * @param before ends before the API starts
 * @returns address of the API
 * @throws ChildError if a process ends meanwhile, UnreachableError if a server that is not ours is not there
 */
export async function startStack(
  supervisor: Supervisor,
  settings: Settings,
  env: Env,
  api: { host: string; port: number },
  before?: Promise<void>,
): Promise<string> {
  const logs = join(settings.DATA_DIR, 'logs')
  await mkdir(logs, { recursive: true })
  const service = (name: string, path: string, own: Env) =>
    supervisor.start({
      name,
      entry: fileURLToPath(new URL(`../../../${path}/src/main.ts`, import.meta.url)),
      env: { ...env, DATA_DIR: settings.DATA_DIR, ...own },
      logFile: join(logs, `${name}.log`),
    })

  const queue = async () => {
    if (settings.QUEUE_URL !== undefined) return settings.QUEUE_URL
    return supervisor.start(postgresSpec(join(settings.DATA_DIR, 'postgres'), join(logs, 'postgres.log')))
      .ready
  }
  const providers = async () => {
    if (!isSimulated(settings)) return {}
    const url = await service('emulator', 'packages/emulator', {
      EMULATOR_HOST: '127.0.0.1',
      EMULATOR_PORT: '0',
    }).ready
    return { ...standInUrls(url), DRAIN_MS: env.DRAIN_MS ?? '0' }
  }

  const start = async () => {
    const [QUEUE_URL, standIns] = await Promise.all([
      queue(),
      providers(),
      assertServersReachable(settings),
      before,
    ])
    const shared = {
      QUEUE_URL,
      ...(settings.QUEUE_PREFIX === undefined ? {} : { QUEUE_PREFIX: settings.QUEUE_PREFIX }),
    }
    service('worker', 'services/worker', { ...shared, ...standIns })
    return service('api', 'services/api', { ...shared, HOST: api.host, PORT: String(api.port) }).ready
  }
  return Promise.race([start(), supervisor.failed])
}

/** Says which server is missing before the services find out, each in its own words. */
async function assertServersReachable(settings: Settings): Promise<void> {
  const { QUEUE_URL, MINIO_ENDPOINT } = settings
  if (QUEUE_URL !== undefined)
    await assertReachable(
      'The queue',
      QUEUE_URL,
      'Start it, set QUEUE_URL to another, or unset QUEUE_URL to use an embedded PostgreSQL.',
    )
  if (MINIO_ENDPOINT === undefined) return
  const proxy = proxyFor(settings, new URL(MINIO_ENDPOINT))
  if (proxy !== undefined)
    await assertReachable(
      'The proxy on the way to the object store',
      proxy,
      'Start it, correct HTTPS_PROXY or HTTP_PROXY, or name the host of MINIO_ENDPOINT in NO_PROXY.',
    )
  else
    await assertReachable(
      'The object store',
      MINIO_ENDPOINT,
      'Start it, set MINIO_ENDPOINT to another, or unset MINIO_ENDPOINT to keep files under DATA_DIR.',
    )
}
