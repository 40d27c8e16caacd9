import { join } from 'node:path'
import { secretIn, useProxies } from '@contactsheet/runtime'
import {
  findStack,
  isSimulated,
  ROOT,
  readSettings,
  type Settings,
  SIMULATED,
  withLocalStack,
} from '@contactsheet/stack'
import type { Invocation } from '@contactsheet/stack/shell'
import type { Here, Repository } from '../here.ts'
import { checkRequest } from './check-request.ts'
import { withoutKey } from './keys.ts'

/** The repository that this file is in. */
export function openRepository(): Repository {
  return {
    async open(invocation) {
      const settings = readSettings(invocation.env)
      useProxies(settings)
      return hereWith(settings, invocation)
    },
    // It loads what services are made of.
    async *examine(invocation) {
      const { examineRepository } = await import('./examine/index.ts')
      yield* examineRepository(invocation)
    },
  }
}

function hereWith(settings: Settings, { env, interruption }: Invocation): Here {
  const [entry] = settings.API_TOKENS ?? []
  return {
    defaultFile: join(ROOT, 'batch.json'),
    token: entry === undefined ? undefined : secretIn(entry),
    notes: { folder: join(settings.DATA_DIR, 'sent'), variable: 'DATA_DIR' },
    bucket:
      settings.MINIO_ENDPOINT === undefined ? join(settings.DATA_DIR, settings.MINIO_BUCKET) : undefined,
    unavailable: withoutKey(settings),
    checkRequest: (request, file) => checkRequest(request, file, settings),
    running: async () => (await findStack(settings.DATA_DIR))?.url,
    withSystem: use =>
      withLocalStack(settings, env, interruption, {
        command: 'batch',
        api: { host: '127.0.0.1', port: 0 },
        onWait: holder => console.error(`Waiting for the run with process id ${holder.pid} to finish…`),
        join(running) {
          console.error(`Sending the batch to npm start (process id ${running.pid}) at ${running.url}`)
          return use(running.url, 'beside')
        },
        use(address) {
          if (isSimulated(settings)) console.error(SIMULATED)
          return use(address, 'within')
        },
      }),
  }
}
