import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { useProxies } from '@contactsheet/runtime'
import { buildGallery } from '../gallery.ts'
import { withLocalStack } from '../local.ts'
import { applyEnvFile, explainHere } from '../repository.ts'
import { isSimulated, readSettings, type Settings, SIMULATED } from '../settings.ts'
import { CommandError, type Invocation, runCommand, UsageError } from '../shell/index.ts'

await runCommand(
  invocation =>
    start(invocation).catch(error => {
      throw explainHere(error)
    }),
  applyEnvFile,
)

async function start({ args, env, interruption }: Invocation): Promise<never> {
  refuseArguments(args)
  const settings = readSettings(env)
  useProxies(settings)
  return withLocalStack(settings, env, interruption, {
    command: 'start',
    api: { host: settings.HOST, port: settings.PORT },
    prepare: stop => buildGallery(join(settings.DATA_DIR, 'gallery.log'), stop),
    onWait: holder => console.error(`Waiting for npm run ${holder.command} (process id ${holder.pid})…`),
    async join({ pid, url }): Promise<never> {
      throw new CommandError(
        `It runs already: process id ${pid}, at ${url}. A second one needs a DATA_DIR and a PORT of its own.`,
      )
    },
    async use(address, lock): Promise<never> {
      const url = fromHere(address)
      lock.publish(url)
      console.log(welcome(url, settings))
      await once(interruption.stop, 'abort')
      throw interruption.stop.reason
    },
  })
}

function refuseArguments(args: string[]): void {
  try {
    parseArgs({ args, options: {} })
  } catch (error) {
    throw new UsageError(
      `npm start takes no arguments; it is configured by the environment. ${error instanceof Error ? error.message : ''}`,
    )
  }
}

/** An address that listens everywhere, as one of this machine can call it. */
function fromHere(address: string): string {
  const url = new URL(address)
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]' || url.hostname === '127.0.0.1')
    url.hostname = 'localhost'
  return url.origin
}

function welcome(url: string, settings: Settings): string {
  const store = settings.MINIO_ENDPOINT ?? join(settings.DATA_DIR, settings.MINIO_BUCKET)
  const token = settings.API_TOKENS === undefined ? '' : ` -H 'authorization: Bearer <one of API_TOKENS>'`
  return [
    ...(isSimulated(settings) ? [SIMULATED] : []),
    `Contactsheet runs at ${url} until Ctrl-C`,
    `  Send a batch   curl ${url}/batches -H 'content-type: application/json'${token} -d @batch.json`,
    `                 or, in another terminal: npm run batch`,
    `  API            ${url}/docs`,
    `  Images         ${store}`,
    `  Logs           ${join(settings.DATA_DIR, 'logs')}`,
  ].join('\n')
}
