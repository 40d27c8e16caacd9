import { type Client, createClient, NoAnswerError, RefusedError } from '@contactsheet/client'
import { type Check, fault, ok, reasonOf, warning } from './check.ts'
import { compareClock } from './clock.ts'

/** The version of the API that this command is made for, as its description has it. */
const API_VERSION = '1'

export interface ApiToExamine {
  url: string
  token: string | undefined
  /** How to give another token. */
  tokens: string
  signal: AbortSignal
}

/** Looks into an API: whether it is there, takes the token, can do its work, and what it can make. */
export async function* examineApi(api: ApiToExamine): AsyncGenerator<Check> {
  let date: string | undefined
  const client = createClient({
    ...api,
    async fetch(...asked) {
      const response = await fetch(...asked)
      date ??= response.headers.get('date') ?? undefined
      return response
    },
  })
  const reached = await examineReach(client)
  yield reached
  if (reached.state === 'fault') return
  yield* compareClock('the API', date, Date.now())
  yield await examineReadiness(client)
  const token = await examineToken(client, api)
  yield token
  yield* examineRelease(client)
  if (token.state !== 'fault') yield* examineModels(client)
}

async function examineReach(client: Client): Promise<Check> {
  try {
    await client.healthz()
    return ok('API', `answers at ${client.url}`)
  } catch (error) {
    return fault('API', reasonOf(error), 'Give the address of one that runs: --url, or CONTACTSHEET_URL.')
  }
}

async function examineReadiness(client: Client): Promise<Check> {
  try {
    await client.readyz()
    return ok('ready', 'its store and its queue answer and take writes')
  } catch (error) {
    return fault('ready', reasonOf(error), 'Run this doctor where the API is set up, to see why.')
  }
}

async function examineToken(client: Client, { token, tokens }: ApiToExamine): Promise<Check> {
  try {
    for await (const _ of client.batches({ limit: 1 }, { patient: false })) break
    return ok('token', token === undefined ? 'none is asked for' : 'accepted')
  } catch (error) {
    if (error instanceof RefusedError && error.status === 401)
      return fault('token', token === undefined ? 'it asks for one' : 'not accepted', `${capital(tokens)}.`)
    return fault('token', reasonOf(error), 'See the line above.')
  }
}

async function* examineRelease(client: Client): AsyncGenerator<Check> {
  const description = await client.picture('openapi.json').catch(() => Buffer.from('{}'))
  const version = versionIn(JSON.parse(Buffer.from(description).toString()))
  if (version === undefined)
    yield warning('API version', 'it does not tell', `This command is for version ${API_VERSION}.`)
  else if (version === API_VERSION) yield ok('API version', version)
  else
    yield fault(
      'API version',
      `it has version ${version}, this command is for ${API_VERSION}`,
      'Use the command of its release.',
    )
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function versionIn(description: unknown): string | undefined {
  const info: unknown = Object(description).info
  const version: unknown = Object(info).version
  return typeof version === 'string' ? version : undefined
}

async function* examineModels(client: Client): AsyncGenerator<Check> {
  try {
    const models = await client.models({ all: true, patient: false })
    const away = models.filter(({ available = true }) => !available)
    const there = models.length - away.length
    if (there > 0) yield ok('models', `${there} of ${models.length} can be made`)
    else yield fault('models', 'none can be made', 'Set a key of a provider where the workers run.')
    for (const reason of new Set(away.map(({ unavailableReason }) => unavailableReason))) {
      const some = away.filter(({ unavailableReason }) => unavailableReason === reason).map(({ id }) => id)
      const why = reason === undefined ? '' : `: ${reason}`
      yield warning('models', `${some.join(', ')} cannot be made${why}`)
    }
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof NoAnswerError)) throw error
    yield fault('models', reasonOf(error), 'Try again.')
  }
}
