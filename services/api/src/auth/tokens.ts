import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ApiToken } from '@contactsheet/runtime'

/** How long a session lasts, in seconds. */
export const SESSION_SECONDS = 7 * 24 * 3600

/**
 * The tokens of a deployment (API_TOKENS), and the sessions that browsers hold in their place.
 *
 * A session says when it ends, signed with the token it was opened with: every process with the same tokens knows it,
 * none keeps it, and it ends at the latest when its token is taken out of the list.
 */
export class Tokens {
  readonly #tokens: readonly ApiToken[]

  constructor(tokens: readonly ApiToken[]) {
    this.#tokens = tokens
  }

  /** The token that a caller sends; undefined if it is none of ours. */
  find(sent: string): ApiToken | undefined {
    return this.#first(secret => sameText(secret, sent))
  }

  /** A new session, to be kept as a cookie; undefined unless the token is one of ours. */
  openSession(sent: string): string | undefined {
    if (this.find(sent) === undefined) return undefined
    const end = String(Math.floor(Date.now() / 1000) + SESSION_SECONDS)
    return `${end}.${signature(end, sent)}`
  }

  /** The token that a session was opened with; undefined if it is none of ours, or has ended. */
  findBySession(session: string): ApiToken | undefined {
    const [end = '', signed = '', ...rest] = session.split('.')
    const found = this.#first(secret => sameText(signature(end, secret), signed))
    return rest.length === 0 && Number(end) * 1000 > Date.now() ? found : undefined
  }

  /** Tries all of them, whichever fits: the time taken tells nothing. */
  #first(fits: (secret: string) => boolean): ApiToken | undefined {
    const [first] = this.#tokens.filter(({ secrets }) => secrets.filter(fits).length > 0)
    return first
  }
}

function signature(end: string, token: string): string {
  return createHmac('sha256', token).update(`session until ${end}`).digest('base64url')
}

/** Compares digests, which have one length whatever was sent: the time taken tells nothing. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
