import { isIPv4 } from 'node:net'

/** An endpoint as the client takes it. */
export interface Endpoint {
  endPoint: string
  port: number
  useSSL: boolean
}

/** Throws RangeError unless the endpoint is an http or https address of a host and nothing more. */
export function parseEndpoint(endpoint: string): Endpoint {
  const url = URL.parse(endpoint)
  const plain =
    url !== null && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  if (!plain || !['http:', 'https:'].includes(url.protocol))
    throw new RangeError(
      'MINIO_ENDPOINT must be http:// or https:// with a host and perhaps a port, as in http://127.0.0.1:9000.',
    )
  const useSSL = url.protocol === 'https:'
  return {
    endPoint: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (useSSL ? 443 : 80),
    useSSL,
  }
}

/** Whether an endpoint's host, as {@link parseEndpoint} gives it, is this machine itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
