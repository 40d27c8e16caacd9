/** Throws RangeError unless a bucket's name is one that S3 allows, which also makes it the plain name of a folder. */
export function assertBucket(bucket: string): void {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..'))
    throw new RangeError(
      `MINIO_BUCKET ${JSON.stringify(bucket)} is no bucket name: it takes 3 to 63 lower-case letters, digits, dots and ` +
        'dashes, starting and ending with a letter or digit.',
    )
}
