import { type Client, S3Error } from 'minio'
import { codeOf, isMute } from './failure.ts'

/** Why a bucket cannot be used, found out by asking for it again in ways that have an answer with a body. */
export interface Cause {
  error: unknown
  /** In words, where asking told more than the error does. */
  reason?: string
}

/**
 * Finds out why the store refused a call. HEAD has no body, and so no code, in its answer; and 403 is said both to a
 * stranger and to somebody who asks for what is not theirs. Only for calls that failed: it makes one or two more.
 */
export async function causeOf(client: Client, bucket: string, error: unknown): Promise<Cause> {
  const told = isMute(error) ? await askAgain(client, bucket, error) : error
  if (codeOf(told) !== 'AccessDenied') return { error: told }
  const buckets = await client.listBuckets().catch(() => undefined)
  // Who may not list buckets, or is not known at all, cannot be told apart.
  if (buckets === undefined) return { error: told }
  return {
    error: told,
    reason: buckets.some(({ name }) => name === bucket)
      ? 'the store knows the keys, but does not let them do this in the bucket; allow them to read, write, list and delete there'
      : "the store knows the keys, but the bucket's name belongs to somebody else or is closed to them; choose another for MINIO_BUCKET, or allow them to use it",
  }
}

async function askAgain(client: Client, bucket: string, error: unknown): Promise<unknown> {
  try {
    await client.listObjectsV2Query(bucket, '', '', '', 1, '')
    return error
  } catch (told) {
    // An answer that says no more than the first, or none at all, changes nothing; where the bucket is may be in either.
    return told instanceof S3Error && !isMute(told) ? withRegionOf(error, told) : error
  }
}

function withRegionOf(error: unknown, told: S3Error): S3Error {
  const region: unknown = Object(error).amzBucketRegion
  return Object.assign(told, { amzBucketRegion: Object(told).amzBucketRegion ?? region })
}
