import type { Client } from '@contactsheet/client'
import { type Invocation, UsageError } from '@contactsheet/stack/shell'
import { connect } from './api.ts'
import type { Here, Repository } from './here.ts'

/** What every subcommand works with. */
export interface Tools {
  invocation: Invocation
  /** What a person types to call this command, as in `contactsheet`. */
  called: string
  /** The repository that the command runs in; undefined for a packed one. */
  repository: Repository | undefined
}

/** What every subcommand that calls an API is told. */
export interface ApiOptions {
  url?: string
  token?: string
  json?: true
}

/**
 * Address of the API that a call names: by `--url`, or by the environment.
 *
 * @throws UsageError if it is none
 */
export function addressIn({ env }: Invocation, { url }: ApiOptions): string | undefined {
  const address = url ?? (env.CONTACTSHEET_URL?.trim() || undefined)
  if (address === undefined || isAddress(address)) return address
  const name = url === undefined ? 'CONTACTSHEET_URL' : '--url'
  throw new UsageError(`${name} ${address} is no address; it must start with http:// or https://`)
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** The token of the call, of the environment or of this machine. */
export function tokenIn(
  { env }: Invocation,
  { token }: ApiOptions,
  here: Here | undefined,
): string | undefined {
  return token ?? (env.CONTACTSHEET_TOKEN?.trim() || here?.token)
}

/**
 * The API that a subcommand asks: where the call or the environment says, else that of `npm start` in this repository.
 *
 * @throws UsageError if there is none
 */
export async function openApi({ invocation, repository }: Tools, options: ApiOptions): Promise<Client> {
  const address = addressIn(invocation, options)
  const here = await repository?.open(invocation)
  const url = address ?? (await here?.running())
  if (url === undefined)
    throw new UsageError(here === undefined ? NO_ADDRESS : `${NO_ADDRESS} Or start a system here: npm start`)
  return connect({ url, token: tokenIn(invocation, options, here), signal: invocation.interruption.stop })
}

/** How a person gives a token, as an order. */
export function giveToken({ repository }: Tools): string {
  return repository === undefined
    ? 'give one that it accepts: --token, or set CONTACTSHEET_TOKEN'
    : 'give one that it accepts: --token, or set CONTACTSHEET_TOKEN or set API_TOKENS'
}

/** What is said where there is no API to ask. */
export const NO_ADDRESS =
  'Which API? Give its address: --url https://contactsheet.example, or set CONTACTSHEET_URL.'

/** The same command for something else of a batch, as a person can type it. The token stays where they have it. */
export function callFor({ called }: Tools, subcommand: string, id: string, url: string): string {
  return `${called} ${subcommand} ${id} --url ${url.replace(/\/$/, '')}`
}

/** Writes what a subcommand was asked for, as one JSON document. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2))
}

/** Everything that comes, in order. */
export async function gathered<T>(items: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) {
    if (all.length >= most) break
    all.push(item)
  }
  return all
}
