import { PROVIDERS, type Provider } from '@contactsheet/contract'
import { accessOf, type ProviderConfig, rowOf } from './config.ts'
import { redact } from './redact.ts'

/** How a provider took a call that costs nothing. */
export interface Answer {
  /** Of HTTP. */
  status: number
  /** What it says against the call, without keys; empty if nothing. */
  says: string
  /** When it answered, by its own clock, as its header has it. */
  date: string | undefined
  /** Its address, without anything secret. */
  origin: string
}

const TIMEOUT_MS = 10_000

/** Characters of what a provider says: enough for a person to see what is wrong. */
const MOST_SAID = 300

/**
 * Asks a provider for its list of models, with the key of a deployment.
 *
 * @returns undefined if there is no key and no address
 * @throws whatever `fetch` does if it cannot be reached
 */
export async function askProvider(name: Provider, config: ProviderConfig): Promise<Answer | undefined> {
  const access = accessOf(name, config)
  if (access === undefined) return undefined
  const { baseUrl: address, list } = rowOf(name)
  const { apiKey, baseUrl = address.default } = access
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}${list.path}`, {
    headers: list.headers(apiKey),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const body = response.ok ? '' : await response.text().catch(() => '')
  await response.body?.cancel().catch(() => {})
  const keyPatterns = PROVIDERS.flatMap(provider => rowOf(provider).keyPatterns)
  return {
    status: response.status,
    says: redact(messageIn(body).replaceAll(/\s+/g, ' '), apiKey, keyPatterns).slice(0, MOST_SAID),
    date: response.headers.get('date') ?? undefined,
    origin: new URL(baseUrl).origin,
  }
}

/** What an error says, as all providers write it. */
function messageIn(body: string): string {
  try {
    const { error } = JSON.parse(body)
    return String(error.message)
  } catch {
    return body
  }
}
