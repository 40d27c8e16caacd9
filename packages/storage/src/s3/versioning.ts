import { connectS3, type S3StoreOptions } from './client.ts'

/**
 * Whether a bucket keeps what is deleted from it, or written over, as old versions.
 *
 * @throws whatever the store says instead of telling
 */
export async function keepsVersions(options: S3StoreOptions): Promise<boolean> {
  const told = await connectS3(options).getBucketVersioning(options.bucket)
  return told?.Status === 'Enabled'
}
