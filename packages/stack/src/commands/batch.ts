import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { BatchView } from '@contactsheet/contract'
import { keepFiles, leafImageName } from '../batch/files.ts'
import { follow } from '../batch/follow.ts'
import { leaveOut, type Unavailable, withoutKey } from '../batch/left-out.ts'
import { showProgress } from '../batch/progress.ts'
import { report } from '../batch/report.ts'
import { checkRequest, readRequestFile } from '../batch/request-file.ts'
import { ApiClient, NoAnswerError, RefusedError } from '../client.ts'
import { CommandError, type Invocation, ROOT, runCommand, UsageError } from '../command.ts'
import { Interrupted } from '../interruption.ts'
import { withLocalStack } from '../local.ts'
import { isSimulated, readSettings, type Settings, SIMULATED } from '../settings.ts'

const USAGE = `Usage: npm run batch [-- [file] [--url <address>]]

Runs a batch and leaves its images, the contact sheet and the result on disk.

  file    JSON of the batch: {"prompts": [...], "models": [...], ...} or the positional array
          [prompts, models, style, template, font, context, extraPrompt]; batch.json if not given
  --url   sends it to a running API instead of starting what is needed here (token: API_TOKENS)

Models of a provider whose key is not set are left out, and named.

Exit code: 0 if every image succeeded, 1 if not, 2 for a mistake in the call or the file.`

await runCommand(async invocation => {
  const { file, url, help } = readArgs(invocation)
  if (help) {
    console.log(USAGE)
    return 0
  }
  const { env, interruption } = invocation
  const settings = readSettings(env)
  const request = await readRequestFile(file)
  const send = (address: string, place: Place) =>
    runBatch(request, settings, interruption.stop, address, place)
  if (url !== undefined) return send(url, 'elsewhere')

  checkRequest(request, file, settings)
  return withLocalStack(settings, env, interruption, {
    command: 'batch',
    api: { host: '127.0.0.1', port: 0 },
    onWait: holder => console.error(`Waiting for the run with process id ${holder.pid} to finish…`),
    join(running) {
      console.error(`Sending the batch to npm start (process id ${running.pid}) at ${running.url}`)
      return send(running.url, 'beside')
    },
    use(address) {
      if (isSimulated(settings)) console.error(SIMULATED)
      return send(address, 'within')
    },
  })
})

/** Where the API is: in a stack of this command's own, in one beside it on this machine, or anywhere. */
type Place = 'within' | 'beside' | 'elsewhere'

async function runBatch(
  request: unknown,
  settings: Settings,
  stop: AbortSignal,
  url: string,
  place: Place,
): Promise<number> {
  const client = new ApiClient(url, settings.API_TOKENS?.[0])
  try {
    const { request: rest, leftOut } = leaveOut(request, await unavailableTo(client, settings, place))
    for (const model of leftOut) console.error(`Left out: ${model}`)
    const { id, counts, warnings } = await client.send(rest)
    console.error(`Batch ${id}: ${counts.total} images`)
    for (const warning of warnings) console.error(`Warning: ${warning}`)
    const batch = await followToTheEnd(client, id, stop, place)
    const leaves = await client.leaves(id)
    const bucket = join(settings.DATA_DIR, settings.MINIO_BUCKET)
    const inStore = place !== 'elsewhere' && settings.MINIO_ENDPOINT === undefined
    const folder = await keepFiles(client, batch, leaves, bucket, inStore)
    const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
    console.log(report({ batch, leaves, folder, imageName: leafImageName }, width))
    return batch.state === 'succeeded' ? 0 : 1
  } catch (error) {
    throw explain(error)
  }
}

/** The workers of this command's own stack have its keys, and may not have started yet; others are known to their API. */
async function unavailableTo(client: ApiClient, settings: Settings, place: Place): Promise<Unavailable> {
  if (place === 'within') return withoutKey(settings)
  const unavailable = await client.unavailable()
  return id => unavailable.get(id)
}

async function followToTheEnd(
  client: ApiClient,
  id: string,
  stop: AbortSignal,
  place: Place,
): Promise<BatchView> {
  const progress = showProgress(process.stderr)
  try {
    return await follow(client, id, view => progress.show(view), stop)
  } catch (error) {
    progress.end()
    if (error instanceof Interrupted)
      console.error(
        place === 'within'
          ? `Batch ${id} is not finished. The next npm run batch or npm start here goes on with it.`
          : `Batch ${id} goes on without this command: ${new URL(`batches/${id}`, client.url)}`,
      )
    throw error
  } finally {
    progress.end()
  }
}

/** An error of the API, as a command tells it. */
function explain(error: unknown): unknown {
  if (error instanceof NoAnswerError) return new CommandError(error.message, { cause: error })
  if (!(error instanceof RefusedError)) return error
  if (error.status === 401)
    return new UsageError(`The API asks for a token: set API_TOKENS to one it accepts. (${error.message})`)
  return error.status < 500
    ? new UsageError(error.message)
    : new CommandError(error.message, { cause: error })
}

function readArgs({ args, folder }: Invocation) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { url: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    })
    const [given, ...rest] = positionals
    if (rest.length > 0) throw new Error(`One file at a time; got ${positionals.length}`)
    if (values.url !== undefined && !/^https?:$/.test(URL.parse(values.url)?.protocol ?? ''))
      throw new Error(`--url ${values.url} is no address; it must start with http:// or https://`)
    return { ...values, file: given === undefined ? join(ROOT, 'batch.json') : resolve(folder, given) }
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}. See npm run batch -- --help`,
    )
  }
}
