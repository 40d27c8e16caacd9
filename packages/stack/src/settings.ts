import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { PROVIDERS } from '@contactsheet/contract'
import { accessOf, keyVariable } from '@contactsheet/providers'
import {
  apiVariables,
  catalogVariables,
  commonVariables,
  type Env,
  providerVariables,
  queueVariables,
  readEnv,
  storageVariables,
  workerVariables,
} from '@contactsheet/runtime'

const variables = {
  ...commonVariables,
  ...storageVariables,
  QUEUE_URL: queueVariables.QUEUE_URL.optional(),
  QUEUE_PREFIX: queueVariables.QUEUE_PREFIX.unwrap().optional(),
  ...providerVariables,
  ...apiVariables,
  ...catalogVariables,
  ...workerVariables,
}

/** Configuration of everything on this machine. */
export type Settings = ReturnType<typeof readSettings>

/**
 * Reads and checks what every service will read, before any of them is started.
 *
 * @throws ConfigError naming the variables at fault
 */
export function readSettings(env: Env) {
  const config = readEnv(variables, env)
  const dataDir = resolve(config.DATA_DIR)
  return { ...config, DATA_DIR: dataDir, QUEUE_PREFIX: config.QUEUE_PREFIX ?? queuePrefix(config, dataDir) }
}

/** Whether pictures come from the emulator: with nothing said about any provider there is nobody else to ask. */
export function isSimulated(settings: Settings): boolean {
  return PROVIDERS.every(name => accessOf(name, settings) === undefined)
}

const KEYS = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(PROVIDERS.map(keyVariable))

/** What a command says when they do. */
export const SIMULATED = `SIMULATED: no provider key is set, so a local emulator makes the pictures. Set ${KEYS} for real ones.`

/**
 * Batches kept in files belong to one folder, and whoever takes a job must see its files. Two folders whose stacks
 * share a queue server therefore get names of their own in it.
 */
function queuePrefix(config: { MINIO_ENDPOINT?: string | undefined }, dataDir: string): string | undefined {
  if (config.MINIO_ENDPOINT !== undefined) return undefined
  return `contactsheet_${createHash('sha256').update(dataDir).digest('hex').slice(0, 10)}`
}
