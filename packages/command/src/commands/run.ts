import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Client, RefusedError } from '@contactsheet/client'
import { type Invocation, UsageError } from '@contactsheet/stack/shell'
import type { Command } from 'commander'
import { connect } from '../api.ts'
import { holdsBatch } from '../files.ts'
import type { Here, Place } from '../here.ts'
import { type EconomyFlags, withEconomy } from '../request/economy-flags.ts'
import { leaveOut, type Unavailable } from '../request/left-out.ts'
import { uploadPictures } from '../request/local-pictures.ts'
import { readRequest } from '../request/read-request.ts'
import { type NotesFolder, remember, type Sent } from '../request/sent.ts'
import type { TableFlags } from '../request/table-file.ts'
import { estimate, type Order, runBatch } from '../run-batch.ts'
import { type ApiOptions, addressIn, NO_ADDRESS, type Tools, tokenIn } from '../tools.ts'
import { collect, type Does, withApiOptions } from './options.ts'

interface RunOptions extends ApiOptions, EconomyFlags, TableFlags {
  out?: string
  dryRun?: true
  watch: boolean
}

const HELP = `
The file is JSON: {"prompts": [...], "models": [...], ...} or the positional
array [prompts, models, style, template, font, context, extraPrompt]. In it
"references" may name pictures beside it, as in "./mascot.png". Or it is a table
(.csv, .tsv, .ndjson, .jsonl) with a column "prompt", which goes with --models;
with that, the standard input is taken for CSV.

A batch sent to an API that was interrupted, or whose answer was lost, is gone
on with by the same command: it is not paid for twice. Models that cannot be
made for want of a key are left out, and named.

In the repository, npm run batch -- [file] [options] is the same, and starts
what is needed here where no address is given.`

export function addRun(program: Command, tools: Tools, does: Does): void {
  const command = program
    .command('run')
    .summary('Runs a batch, and fetches its pictures.')
    .description(
      'Runs a batch, follows it to its end, and leaves its images, the contact sheet and the result on disk.',
    )
    .argument('[file]', 'the batch: JSON, a table, or - for the standard input; batch.json if not given')
  withApiOptions(command)
    .option('--out <folder>', 'folder for the files, a new one; if not given, ./contactsheet-<batch>')
    .option('--dry-run', 'check the batch and say what it would cost; nothing is started')
    .option(
      '--economy',
      'made by batch APIs of the providers within a day, at half the price, where they can',
    )
    .option('--deadline <when>', 'with --economy: what is not made by then is made at once; hours, or a time')
    .option('--no-watch', 'send the batch, write its id and be done')
    .option('--watch', 'see the batch to its end, as is done if nothing is said', true)
    .optionsGroup('With a table:')
    .option(
      '--models <ids>',
      'with commas; one with options as JSON: \'{"id": …, "quality": "high"}\'',
      collect,
    )
    .option('--style <name>')
    .option('--template <name>')
    .option('--font <name>')
    .option('--context <text>')
    .option('--extra-prompt <text>')
    .option('--variations <number>')
    .option('--sample <number>', 'as the fields of a batch')
    .addHelpText('after', HELP)
    .action(does((file: string | undefined, options: RunOptions) => run(tools, file, options)))
}

async function run(tools: Tools, file: string | undefined, options: RunOptions): Promise<number> {
  const { invocation, repository } = tools
  const { url: _, token: _token, json, out: given, dryRun, watch, economy, deadline, ...flags } = options
  const address = addressIn(invocation, options)
  if (deadline !== undefined && !economy)
    throw new UsageError('--deadline goes with --economy; everything is made at once without')
  const here = await repository?.open(invocation)
  const named = file ?? here?.defaultFile ?? 'batch.json'
  const {
    request: read,
    pictures,
    name,
    isTable,
  } = await readRequest(named, flags, invocation.folder, process.stdin)
  const request = withEconomy(read, { economy, deadline })
  const out = given === undefined ? undefined : resolve(invocation.folder, given)
  if (out !== undefined && (await holdsBatch(out)))
    throw new UsageError(`--out ${out} holds the files of a batch already; give a new folder.`)

  const order: Order = {
    request,
    key: randomUUID(),
    bucket: out === undefined ? here?.bucket : undefined,
    folder: id => out ?? join(invocation.folder, `contactsheet-${id}`),
    json,
    watch,
  }
  const clientOf = (url: string) =>
    connect({ url, token: tokenIn(invocation, options, here), signal: invocation.interruption.stop })

  const runElsewhere = async (url: string) => {
    const client = clientOf(url)
    await uploadPictures(client, pictures)
    if (dryRun) return estimate(client, request, json)
    const sent = await remember(here?.notes ?? notesAtHome(invocation), url, request, async () =>
      makeable(request, await unavailableTo(client, here, 'elsewhere')),
    )
    if (sent.again) console.error(goingOn(sent))
    const { request: rest, key } = sent
    return seenToItsEnd(sent, () =>
      runBatch(tools, client, { ...order, request: rest, key, bucket: undefined }, 'elsewhere'),
    )
  }
  if (address !== undefined) return runElsewhere(address)
  if (here === undefined) throw new UsageError(NO_ADDRESS)

  // A table is read by the API, which has its places then.
  if (!isTable) here.checkRequest(request, name)
  return here.withSystem(async (url, place) => {
    if (!watch && place === 'within')
      throw new UsageError(
        '--no-watch goes with --url, or with npm start: what is started here ends with this command.',
      )
    const client = clientOf(url)
    await uploadPictures(client, pictures)
    const rest = makeable(request, await unavailableTo(client, here, place))
    if (dryRun) return estimate(client, rest, json)
    return runBatch(tools, client, { ...order, request: rest }, place)
  })
}

function makeable(request: unknown, unavailable: Unavailable): unknown {
  const { request: rest, leftOut } = leaveOut(request, unavailable)
  for (const model of leftOut) console.error(`Left out: ${model}`)
  return rest
}

/** The workers of this command's own system have its keys, and may not have started yet; others are known to their API. */
async function unavailableTo(client: Client, here: Here | undefined, place: Place): Promise<Unavailable> {
  if (place === 'within' && here !== undefined) return here.unavailable
  const models = await client.models({ all: true })
  const reasons = new Map(
    models.flatMap(({ id, available = true, unavailableReason = 'not available' }) =>
      available ? [] : [[id, unavailableReason] as const],
    ),
  )
  return id => reasons.get(id)
}

/** Where a command without a repository keeps notes: with the other state of the person's programs. */
function notesAtHome({ env }: Invocation): NotesFolder {
  const state = env.XDG_STATE_HOME?.trim() || join(homedir(), '.local/state')
  return { folder: join(state, 'contactsheet/sent'), variable: 'XDG_STATE_HOME' }
}

function goingOn({ file }: Sent): string {
  return `An earlier run sent this batch and did not see its end: going on with that one. For another, remove ${file}`
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

/** There is no batch of a request that cannot be used, or whose batch has been removed. */
function isForGood({ status, retryAfterMs }: RefusedError): boolean {
  return status === 400 || status === 422 || (status === 409 && retryAfterMs === undefined)
}
