import type { FastifySchema, RouteOptions } from 'fastify'
import { problem, RETRY_AFTER } from '../http/answers.ts'
import { MAX_URL_LENGTH } from '../http/connections.ts'

const NO_TOKEN = problem('The request brings no token, or none that is accepted, where API_TOKENS is set.', {
  'WWW-Authenticate': 'That a bearer token is asked for.',
})
const FOREIGN_PAGE = problem('With a session in place of a token: it does not come from a page of this API.')
const TOO_MANY = problem('More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set.', RETRY_AFTER)
const UNUSABLE = problem('The request cannot be used. Where fields are at fault, `errors` names them.')
const TOO_LARGE = problem('The body is larger than MAX_BODY_BYTES.')
const TOO_LONG = problem(`The address is longer than ${MAX_URL_LENGTH} characters.`)
const NOT_JSON = problem('The body does not come as `application/json`.')
const ANY_OTHER = problem('Why not, as problem details (RFC 9457).')

/** What is answered in place of a route: by the hooks that run before it, and while its request is read and checked. */
export function commonAnswers(
  { method, config }: Pick<RouteOptions, 'method' | 'config'>,
  schema: FastifySchema,
) {
  const changes = [method].flat().some(name => name !== 'GET' && name !== 'HEAD')
  return {
    ...(changes || schema.querystring !== undefined ? { 400: UNUSABLE } : {}),
    ...(config?.open === true ? {} : { 401: NO_TOKEN, ...(changes ? { 403: FOREIGN_PAGE } : {}) }),
    // A body is read, and can be refused, also where none is asked for.
    ...(changes ? { 413: TOO_LARGE, 415: NOT_JSON } : {}),
    414: TOO_LONG,
    ...(config?.quiet === true ? {} : { 429: TOO_MANY }),
    default: ANY_OTHER,
  }
}
