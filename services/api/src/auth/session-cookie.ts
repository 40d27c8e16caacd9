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
 * @param basePath under which the API is shown: other services of the same host get no cookie of ours
 */
export function sessionCookie(request: FastifyRequest, session: string, basePath: string): string {
  return stringifySetCookie({
    name: COOKIE,
    value: session,
    path: basePath === '' ? '/' : basePath,
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
  const { 'sec-fetch-site': site, origin } = request.headers
  if (!(site === undefined ? isOwnOrigin(request, origin) : site === 'same-origin'))
    throw new HttpProblem(
      403,
      'A session changes things from this API\'s own pages only: send a token instead, as "Authorization: Bearer <token>".',
    )
}

/**
 * Refuses what a page of another site may have sent: browsers let each send forms anywhere, without asking.
 *
 * @throws HttpProblem 403
 */
export function assertNoForeignForm(request: FastifyRequest): void {
  const { 'sec-fetch-site': site, origin } = request.headers
  const isForeign =
    site === undefined
      ? origin !== undefined && !isOwnOrigin(request, origin)
      : site !== 'same-origin' && site !== 'none'
  if (isForeign)
    throw new HttpProblem(403, 'A form may be sent from pages of this API alone: send the table as it is.')
}

/** Behind a proxy that speaks https for us, the header says so; who forges it only loses a cookie. */
function isHttps(request: FastifyRequest): boolean {
  const forwarded = request.headers['x-forwarded-proto']
  return request.protocol === 'https' || String(forwarded).split(',')[0]?.trim() === 'https'
}

/** Compares hosts alone: the scheme is the browser's, and between it and us may stand who speaks https for us. */
function isOwnOrigin(request: FastifyRequest, origin = ''): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host } = new URL(origin)
  // What a proxy that is believed says the host is, if one does. A URL drops the port that its scheme has anyway.
  const ours = `${protocol}//${request.host}`
  return URL.canParse(ours) && host !== '' && new URL(ours).host === host
}
