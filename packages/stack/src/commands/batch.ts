import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type BatchRequest,
  type Client,
  createClient,
  NoAnswerError,
  RefusedError,
} from '@contactsheet/client'
import type { BatchView } from '@contactsheet/contract'
import { secretIn, useProxies } from '@contactsheet/runtime'
import { ECONOMY_FLAGS, withEconomy } from '../batch/economy-flags.ts'
import { download, folderInStore, holdsBatch, leafImageName } from '../batch/files.ts'
import { follow } from '../batch/follow.ts'
import { leaveOut, type Unavailable, withoutKey } from '../batch/left-out.ts'
import { readLocalPictures, uploadPictures } from '../batch/local-pictures.ts'
import { pauseNews } from '../batch/pause-news.ts'
import { showProgress } from '../batch/progress.ts'
import { report } from '../batch/report.ts'
import { checkRequest, readRequestFile } from '../batch/request-file.ts'
import { remember, type Sent } from '../batch/sent.ts'
import { formOf, isTable, TABLE_FLAGS, tableRequest } from '../batch/table-file.ts'
import { CommandError, type Invocation, ROOT, runCommand, UsageError } from '../command.ts'
import { Interrupted } from '../interruption.ts'
import { withLocalStack } from '../local.ts'
import { isSimulated, readSettings, type Settings, SIMULATED } from '../settings.ts'

const USAGE = `Usage: npm run batch [-- [file] [--url <address>] [--out <folder>] [--dry-run]]
       npm run batch -- <table> --models <ids> [--style <name>] ...

Runs a batch and leaves its images, the contact sheet and the result on disk.

  file    JSON of the batch: {"prompts": [...], "models": [...], ...} or the positional array
          [prompts, models, style, template, font, context, extraPrompt]; batch.json if not given.
          "references" may name pictures beside it, as in "./mascot.png"
  table   CSV, TSV or JSON by the line (.csv, .tsv, .ndjson, .jsonl) with a column "prompt"; see docs/tables.md
  --url   sends it to a running API instead of starting what is needed here (token: API_TOKENS)
  --out   folder for the files, a new one; if not given, ./contactsheet-<batch>, and without --url the store's own folder

  --economy   has images made by the providers' batch APIs, within a day, at half the price, where they make its models
  --deadline  with --economy: by when all are to be there, in hours from now or as a time; what is not made by then is made
              at once, in time, at the full price

  --dry-run  checks the batch and says what it would cost; nothing is started

With a table:
  --models      ids, with commas between; one with options as JSON: '{"id": "gpt-image-2", "quality": "high"}'
  --style, --template, --font, --context, --extra-prompt, --variations, --sample   as the fields of a batch

A batch sent to --url that was interrupted, or whose answer was lost, is gone on with by the same command: it is not paid
for twice.

Models of a provider whose key is not set are left out, and named.

Exit code: 0 if every image succeeded, 1 if not, 2 for a mistake in the call or the file.`

await runCommand(async invocation => {
  const { file, url, out, help, 'dry-run': dryRun, economy, deadline, ...flags } = readArgs(invocation)
  if (help) {
    console.log(USAGE)
    return 0
  }
  const { env, interruption } = invocation
  const settings = readSettings(env)
  useProxies(settings)
  const { request: read, pictures } = isTable(file)
    ? { request: await tableRequest(file, flags), pictures: [] }
    : await readLocalPictures(await readRequestFile(file), file)
  const request = withEconomy(read, { economy, deadline })
  if (out !== undefined && (await holdsBatch(out)))
    throw new UsageError(`--out ${out} holds the files of a batch already; give a new folder.`)
  const bucket = join(settings.DATA_DIR, settings.MINIO_BUCKET)
  const order = {
    bucket: out === undefined && settings.MINIO_ENDPOINT === undefined ? bucket : undefined,
    folder: (id: string) => out ?? join(invocation.folder, `contactsheet-${id}`),
  }
  const { stop } = interruption
  const [entry] = settings.API_TOKENS ?? []
  const token = entry === undefined ? undefined : secretIn(entry)
  const clientOf = (address: string) =>
    createClient({ url: address, token, signal: stop, onWait: sayWaiting })
  const whatCanBeMade = async (client: Client, place: Place) => {
    const { request: rest, leftOut } = leaveOut(request, await unavailableTo(client, settings, place))
    for (const model of leftOut) console.error(`Left out: ${model}`)
    return rest
  }
  const runElsewhere = async (address: string) => {
    const client = clientOf(address)
    await uploadPictures(client, pictures)
    if (dryRun) return estimate(client, request)
    const sent = await remember(join(settings.DATA_DIR, 'sent'), address, request, () =>
      whatCanBeMade(client, 'elsewhere'),
    )
    if (sent.again) console.error(goingOn(sent))
    const { request: rest, key } = sent
    return seenToItsEnd(sent, () =>
      runBatch(client, { ...order, request: rest, key, bucket: undefined }, 'elsewhere', stop),
    )
  }
  if (url !== undefined) return explained(runElsewhere(url))

  // A table is read by the API, which has its places then.
  if (!isTable(file)) checkRequest(request, file, settings)
  const runHere = async (address: string, place: Place) => {
    const client = clientOf(address)
    await uploadPictures(client, pictures)
    const rest = await whatCanBeMade(client, place)
    if (dryRun) return estimate(client, rest)
    return runBatch(client, { ...order, request: rest, key: randomUUID() }, place, stop)
  }
  return withLocalStack(settings, env, interruption, {
    command: 'batch',
    api: { host: '127.0.0.1', port: 0 },
    onWait: holder => console.error(`Waiting for the run with process id ${holder.pid} to finish…`),
    join(running) {
      console.error(`Sending the batch to npm start (process id ${running.pid}) at ${running.url}`)
      return explained(runHere(running.url, 'beside'))
    },
    use(address) {
      if (isSimulated(settings)) console.error(SIMULATED)
      return explained(runHere(address, 'within'))
    },
  })
})

/** Where the API is: in a stack of this command's own, in one beside it on this machine, or anywhere. */
type Place = 'within' | 'beside' | 'elsewhere'

/** What is sent, and where its files are to be. */
interface Order {
  request: unknown
  /** Its idempotency key. */
  key: string
  /** Folder of the bucket, if the store is on this machine and its own folder of the batch will do. */
  bucket: string | undefined
  /** Folder the batch is fetched to otherwise. */
  folder(id: string): string
}

async function runBatch(client: Client, order: Order, place: Place, stop: AbortSignal): Promise<number> {
  const { id, counts, warnings } = await client.send(bodyOf(order.request), { key: order.key })
  console.error(`Batch ${id}: ${counts.total} images`)
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  const batch = await followToTheEnd(client, id, stop, place)
  const leaves = await Array.fromAsync(client.leaves(id))
  const stored = order.bucket === undefined ? undefined : await folderInStore(client, batch, order.bucket)
  const folder = stored ?? order.folder(id)
  if (stored === undefined) await download(client, batch, leaves, folder)
  const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
  console.log(report({ batch, leaves, folder, imageName: leafImageName }, width))
  return batch.state === 'succeeded' ? 0 : 1
}

async function estimate(client: Client, request: unknown): Promise<number> {
  const { images, models, estimateUsd, asapUsd, economyUsd, warnings } = await client.estimate(
    bodyOf(request),
  )
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  const atOnce = asapUsd === undefined ? '' : ` ($${asapUsd} without --economy)`
  const other = economyUsd === undefined ? atOnce : ` ($${economyUsd} with --economy)`
  console.log(
    `${images} images by ${models.join(', ')}, estimated at $${estimateUsd}${other}. Nothing is started.`,
  )
  return 0
}

/** A request as it is sent. Whether it can be used, the API says. */
function bodyOf(request: unknown): BatchRequest | FormData {
  return formOf(request) ?? (request as BatchRequest)
}

function goingOn({ file }: Sent): string {
  return `An earlier run sent this batch and did not see its end: going on with that one. For another, remove ${file}`
}

function sayWaiting(error: unknown, waitMs: number): void {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`${reason} Trying again in ${Math.ceil(waitMs / 1_000)} s…`)
}

/** Forgets a request that was seen to its end: its batch was fetched, or the API refused it for good. */
async function seenToItsEnd(sent: Sent, run: () => Promise<number>): Promise<number> {
  try {
    const exitCode = await run()
    await sent.forget()
    return exitCode
  } catch (error) {
    if (error instanceof RefusedError && isForGood(error)) await sent.forget()
    throw error
  }
}

/** The workers of this command's own stack have its keys, and may not have started yet; others are known to their API. */
async function unavailableTo(client: Client, settings: Settings, place: Place): Promise<Unavailable> {
  if (place === 'within') return withoutKey(settings)
  const models = await client.models({ all: true })
  // An API of an older release says nothing of availability.
  const unavailable = models.filter(({ available = true }) => !available)
  return id => unavailable.find(model => model.id === id)?.unavailableReason
}

/** There is no batch of a request that cannot be used, or whose batch has been removed. */
function isForGood({ status, retryAfterMs }: RefusedError): boolean {
  return status === 400 || status === 422 || (status === 409 && retryAfterMs === undefined)
}

async function followToTheEnd(
  client: Client,
  id: string,
  stop: AbortSignal,
  place: Place,
): Promise<BatchView> {
  const progress = showProgress(process.stderr)
  const tellPause = pauseNews(client.url, progress.say)
  const onView = (view: BatchView) => {
    tellPause(view)
    progress.show(view)
  }
  try {
    return await follow(client, id, onView, stop)
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

/** @throws CommandError or UsageError for an error of the API */
function explained(run: Promise<number>): Promise<number> {
  return run.catch(error => {
    throw explain(error)
  })
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
      options: {
        url: { type: 'string' },
        out: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        ...ECONOMY_FLAGS,
        ...TABLE_FLAGS,
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [given, ...rest] = positionals
    if (rest.length > 0) throw new Error(`One file at a time; got ${positionals.length}`)
    if (values.deadline !== undefined && !values.economy)
      throw new Error('--deadline goes with --economy; everything is made at once without')
    const surplus = Object.keys(TABLE_FLAGS).find(flag => flag in values)
    if (surplus !== undefined && !isTable(given ?? ''))
      throw new Error(`--${surplus} goes with a table; in JSON it is a field`)
    if (values.url !== undefined && !/^https?:$/.test(URL.parse(values.url)?.protocol ?? ''))
      throw new Error(`--url ${values.url} is no address; it must start with http:// or https://`)
    return {
      ...values,
      file: given === undefined ? join(ROOT, 'batch.json') : resolve(folder, given),
      out: values.out === undefined ? undefined : resolve(folder, values.out),
    }
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}. See npm run batch -- --help`,
    )
  }
}
