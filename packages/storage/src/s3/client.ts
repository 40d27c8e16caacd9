import { Client } from 'minio'
import { isLoopback, parseEndpoint } from './endpoint.ts'
import { createTransport } from './transport.ts'

export interface S3StoreOptions {
  /** `http://host:9000` or `https://...`; the bucket goes in the path. */
  endpoint: string
  accessKey: string
  secretKey: string
  bucket: string
  region?: string | undefined
  /** Where the bucket's objects can be fetched by anyone, see {@link publicUrlOf}. */
  publicBaseUrl?: string | undefined
  /** How long the store may stay silent before a call fails, in milliseconds. */
  requestTimeoutMs?: number | undefined
  /** Address of the proxy on the way to the store. */
  proxy?: string | undefined
}

export const DEFAULT_REGION = 'us-east-1'
const DEFAULT_TIMEOUT_MS = 15_000

/** The client of a store. */
export function connectS3(options: S3StoreOptions): Client {
  const endpoint = parseEndpoint(options.endpoint)
  const client = new Client({
    ...endpoint,
    ...createTransport(endpoint.useSSL, options.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS, options.proxy),
    accessKey: options.accessKey,
    secretKey: options.secretKey,
    // Given, so that the client does not ask for it first.
    region: options.region ?? DEFAULT_REGION,
    // The client's own retry skips broken connections and prints to the console.
    retryOptions: { disableRetry: true },
  })
  // What goes to this very machine needs no digest to arrive whole, no more than what TLS guards, for which the client
  // makes none either. On any other way the digest is what the signature vouches for the body with.
  if (options.proxy === undefined && isLoopback(endpoint.endPoint)) client.enableSHA256 = false
  return client
}
