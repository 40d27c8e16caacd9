import { KindError } from '@contactsheet/contract'
import { S3Error } from 'minio'
import { SilenceError } from './transport.ts'

const REASONS: Readonly<Record<string, string>> = {
  AccessDenied: 'the store refused the credentials; check MINIO_ACCESS_KEY and MINIO_SECRET_KEY',
  InvalidAccessKeyId: 'the store does not know the access key; check MINIO_ACCESS_KEY',
  SignatureDoesNotMatch: 'the store refused the credentials; check MINIO_ACCESS_KEY and MINIO_SECRET_KEY',
  AuthorizationHeaderMalformed: 'the store expects another region; check MINIO_REGION',
  RequestTimeTooSkewed: "this machine's clock differs too much from the store's",
  NoSuchBucket: 'the bucket does not exist; check MINIO_BUCKET',
  ECONNREFUSED: 'nothing listens at the endpoint; check MINIO_ENDPOINT',
  ENOTFOUND: "the endpoint's host is unknown; check MINIO_ENDPOINT",
  EAI_AGAIN: "the endpoint's host cannot be looked up now",
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
}

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

/**
 * A failed call as a KindError. What the store sent along with its error is left out: it can hold the access key and the
 * text that was signed.
 *
 * @param what what was tried and where, as in `read a/b in bucket "c"`
 * @param advice more for the person who sets the store up
 */
export function storageFailure(what: string, error: unknown, advice = ''): KindError {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  return new KindError('storage', `Could not ${what}: ${reasonOf(error)}.${advice}`, {
    detail: code === '' ? message : `${code}: ${message}`,
  })
}

function reasonOf(error: unknown): string {
  if (error instanceof SilenceError) return `the store gave ${error.message}`
  const code = codeOf(error)
  if (code !== '') return REASONS[code] ?? `the store or the network says ${code}`
  return 'the store could not answer now'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
