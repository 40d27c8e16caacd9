import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** How long a session lasts, in seconds. */
export const SESSION_SECONDS = 7 * 24 * 3600

/**
 * The tokens of a deployment (API_TOKENS), and the sessions that browsers hold in their place.
 *
 * A session says when it ends, signed with the token it was opened with: every process with the same tokens knows it,
 * none keeps it, and it ends at the latest when its token is taken out of the list.
 */
export class Tokens {
  readonly #tokens: readonly string[]

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  accepts(token: string): boolean {
    return this.#tokens.filter(known => sameText(known, token)).length > 0
  }

  /** A new session, to be kept as a cookie; undefined unless the token is one of ours. */
  openSession(token: string): string | undefined {
    if (!this.accepts(token)) return undefined
    const end = String(Math.floor(Date.now() / 1000) + SESSION_SECONDS)
    return `${end}.${signature(end, token)}`
  }

  acceptsSession(session: string): boolean {
    const [end = '', signed = '', ...rest] = session.split('.')
    const ours = this.#tokens.filter(token => sameText(signature(end, token), signed)).length > 0
    return ours && rest.length === 0 && Number(end) * 1000 > Date.now()
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
