import { resolve } from 'node:path'
import { hideSecrets, secretIn, secretsOf, useProxies } from '@contactsheet/runtime'
import { findStack } from '@contactsheet/stack'
import type { Invocation } from '@contactsheet/stack/shell'
import { examineApi } from '../../doctor/api.ts'
import { type Check, ok, warning } from '../../doctor/check.ts'
import { examineComposing, examineRoom, examineVersions } from './machine.ts'
import { examineProviders } from './providers.ts'
import { examineQueueServer } from './queue.ts'
import { examineStore } from './store.ts'
import { NAMES, readEach } from './variables.ts'

/** Looks into everything that a system of this repository would be made of. */
export async function* examineRepository({ env, interruption }: Invocation): AsyncGenerator<Check> {
  const secrets = secretsOf(NAMES, env)
  for await (const check of examineAll(env, interruption.stop)) yield withoutSecrets(check, secrets)
}

async function* examineAll(env: Invocation['env'], signal: AbortSignal): AsyncGenerator<Check> {
  yield* await examineVersions(env)
  const { config, checks, atFault } = readEach(env)
  yield* checks
  useProxies(config)
  // What is set wrong is not tried out: another value would be.
  const unlessAtFault = async (name: string, needs: RegExp, look: () => Promise<Check[]>) => {
    const missing = atFault.filter(variable => needs.test(variable))
    return missing.length === 0
      ? look()
      : [warning(name, 'not tried', `Correct ${missing.join(', ')} first.`)]
  }
  // They wait for different servers.
  const looks = [
    unlessAtFault('keys', /^(?:OPENAI|GOOGLE|GEMINI)_|_PROXY$/, () => examineProviders(config)),
    unlessAtFault('store', /^MINIO_/, () => examineStore(config)),
    unlessAtFault('queue', /^(?:QUEUE_|ORCHESTRATOR$)/, () => examineQueueServer(config)),
    examineComposing(),
  ]
  for (const look of looks) yield* await look
  yield await examineRoom(config)
  const running = await findStack(resolve(config.DATA_DIR))
  if (running === undefined) return
  yield ok('npm start', `runs here, with process id ${running.pid}`)
  const [entry] = config.API_TOKENS ?? []
  const token = entry === undefined ? undefined : secretIn(entry)
  yield* examineApi({
    url: running.url,
    token,
    tokens: 'set API_TOKENS as it was when npm start began',
    signal,
  })
}

/** The last fence, for what quotes a secret in its own words. */
function withoutSecrets(check: Check, secrets: string[]): Check {
  return { ...check, found: hideSecrets(check.found, secrets) }
}
