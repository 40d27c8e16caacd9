import { KindError } from '@contactsheet/contract'
import { S3Error } from 'minio'
import { UnreadableObject } from '../unreadable.ts'
import { SilenceError } from './transport.ts'

const REASONS: Readonly<Record<string, string>> = {
  AccessDenied:
    'the store refused the credentials, or the bucket belongs to somebody else; check MINIO_ACCESS_KEY, MINIO_SECRET_KEY and MINIO_BUCKET',
  InvalidAccessKeyId: 'the store does not know the access key; check MINIO_ACCESS_KEY',
  SignatureDoesNotMatch: 'the store refused the credentials; check MINIO_ACCESS_KEY and MINIO_SECRET_KEY',
  AuthorizationHeaderMalformed: 'the store expects another region; check MINIO_REGION',
  AuthorizationQueryParametersError: 'the store expects another region; check MINIO_REGION',
  PermanentRedirect: 'the bucket is elsewhere; check MINIO_REGION and MINIO_ENDPOINT',
  MovedPermanently: 'the bucket is elsewhere; check MINIO_REGION and MINIO_ENDPOINT',
  TemporaryRedirect: 'the bucket is elsewhere for now; check MINIO_REGION and MINIO_ENDPOINT',
  IllegalLocationConstraintException:
    'the endpoint makes no bucket in that region; check MINIO_REGION and MINIO_ENDPOINT',
  InvalidLocationConstraint: 'the store has no such region; check MINIO_REGION',
  RequestTimeTooSkewed: "this machine's clock differs too much from the store's",
  NoSuchBucket: 'the bucket does not exist; check MINIO_BUCKET',
  BucketAlreadyExists: "the bucket's name belongs to somebody else; choose another for MINIO_BUCKET",
  InvalidObjectState: 'the object is archived; restore it in the store',
  MethodNotAllowed: 'the store does not allow it; it may be read-only',
  QuotaExceeded: 'the store is full',
  XMinioStorageFull: 'the store is full',
  XMinioAdminBucketQuotaExceeded: 'the bucket is full',
  ECONNREFUSED: 'nothing listens at the endpoint; check MINIO_ENDPOINT',
  ENOTFOUND: "the endpoint's host is unknown; check MINIO_ENDPOINT",
  EAI_AGAIN: "the endpoint's host cannot be looked up now",
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ERR_PROXY_TUNNEL: 'the proxy opens no way to it; check HTTPS_PROXY, or name the host in NO_PROXY',
}

/** What a store says when a bucket is not where it was looked for, or the request was signed for elsewhere. */
const ELSEWHERE = new Set([
  '',
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
  'PermanentRedirect',
  'MovedPermanently',
  'TemporaryRedirect',
])

/** What a store says of one object that it has and does not give out. */
const REFUSED = new Set(['AccessDenied', 'InvalidObjectState'])

/**
 * True if the same call can succeed in a moment: the connection broke or was refused, or the store said it was
 * overloaded. A store that stays silent has used up its time already.
 */
export function isTransient(error: unknown): boolean {
  return !(error instanceof S3Error || error instanceof SilenceError)
}

/** True if the store says that there is no such object, as opposed to no such bucket. */
export function isAbsent(error: unknown): boolean {
  return error instanceof S3Error && (error.code === 'NoSuchKey' || error.code === 'NotFound')
}

/** True if the store says that the object ends before the range that was asked for. */
export function isBeyondEnd(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'InvalidRange'
}

/**
 * True if the store takes no object without `Content-MD5`. Most have a code for that; S3 itself calls it an invalid request
 * and names the header ("Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock
 * parameters").
 */
export function wantsMd5(error: unknown): boolean {
  return (
    error instanceof S3Error && (error.code === 'MissingContentMD5' || /content-md5/i.test(error.message))
  )
}

/** True if the store refused without saying why, as the answer to HEAD must: it has no body. The client guessed a code. */
export function isMute(error: unknown): boolean {
  return error instanceof S3Error && error.cause !== undefined
}

export interface FailureOptions {
  /** More for the person who sets the store up. */
  advice?: string
  /** The region that requests are signed for. */
  region?: string
  /** What was found out of the cause, in place of what the store says. */
  reason?: string | undefined
}

/**
 * A failed call as a KindError. What the store sent along with its error is left out: it can hold the access key and the
 * text that was signed.
 *
 * @param what what was tried and where, as in `read a/b in bucket "c"`
 */
export function storageFailure(
  what: string,
  error: unknown,
  { advice = '', region = '', reason }: FailureOptions = {},
): KindError {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  const why = reason ?? otherRegion(error, region) ?? reasonOf(error)
  return new KindError('storage', `Could not ${what}: ${why}.${advice}`, {
    detail: code === '' ? message : `${code}: ${message}`,
  })
}

/** The same for a call that reads one object: the store may have it and not give it out. */
export function readFailure(what: string, error: unknown, options: FailureOptions = {}): KindError {
  const failure = storageFailure(what, error, options)
  if (!REFUSED.has(codeOf(error))) return failure
  return new UnreadableObject('refused', failure.message, { detail: failure.detail })
}

/** The store's code of an error, or the system's, as in `ECONNRESET`; empty if it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What to set, where the store says in which region the bucket is: in a header, or in the body. */
function otherRegion(error: unknown, region: string): string | undefined {
  if (!(error instanceof S3Error) || !ELSEWHERE.has(codeOf(error))) return undefined
  const { amzBucketRegion, region: named }: { amzBucketRegion?: unknown; region?: unknown } = error
  const found = [amzBucketRegion, named].find(isRegion)
  if (found === undefined || found === region) return undefined
  return `the bucket is in the region "${found}", and was asked for in "${region}"; set MINIO_REGION to ${found}, and MINIO_ENDPOINT to an address of that region`
}

function isRegion(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(value)
}

function reasonOf(error: unknown): string {
  if (error instanceof SilenceError) return `the store gave ${error.message}`
  const code = codeOf(error)
  if (code !== '') return REASONS[code] ?? `the store or the network says ${code}`
  if (error instanceof S3Error)
    return 'the store refused the request and does not say why; check MINIO_REGION and MINIO_ENDPOINT'
  return 'the store could not answer now'
}
