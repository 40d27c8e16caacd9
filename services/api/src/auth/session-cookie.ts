import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'
import { HttpProblem } from '../http/problem.ts'
import { SESSION_SECONDS } from './tokens.ts'

const COOKIE = 'contactsheet'

/** The session a request's cookie holds. */
export function sessionOf(request: FastifyRequest): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[COOKIE]
}

/**
 * The header that has a browser keep a session, or forget it.
 *
 * @param session empty to forget
 */
export function sessionCookie(request: FastifyRequest, session: string): string {
  return stringifySetCookie({
    name: COOKIE,
    value: session,
    path: '/',
    maxAge: session === '' ? 0 : SESSION_SECONDS,
    // No script can read it, and no other site's page sends it along.
    httpOnly: true,
    sameSite: 'strict',
    secure: isHttps(request),
  })
}

/**
 * Refuses what would change something, unless a page of this API's own asks for it. Browsers take pages on sibling
 * domains and on other ports for the same site, and send them the cookie.
 *
 * @throws HttpProblem 403
 */
export function assertOwnPage(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { 'sec-fetch-site': site, origin, host } = request.headers
  const own = site === undefined ? origin !== undefined && hostOf(origin) === host : site === 'same-origin'
  if (!own)
    throw new HttpProblem(
      403,
      'A session changes things from this API\'s own pages only: send a token instead, as "Authorization: Bearer <token>".',
    )
}

/** Behind a proxy that speaks https for us, the header says so; who forges it only loses a cookie. */
function isHttps(request: FastifyRequest): boolean {
  const forwarded = request.headers['x-forwarded-proto']
  return request.protocol === 'https' || String(forwarded).split(',')[0]?.trim() === 'https'
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
