import { BlockList, isIP } from 'node:net'
import { type BatchStore, imagePath } from '@contactsheet/storage'

/** What decides where a person can open an image. */
export interface LinkConfig {
  PUBLIC_URL?: string | undefined
  MINIO_ENDPOINT?: string | undefined
}

/** How long a signed link works: a day, in seconds. */
const URL_SECONDS = 86_400

/** Links to images for whoever reads a task's answer, who is not on the network the task ran on. */
export interface ImageLinks {
  /** The image's key where nobody outside could open a link. */
  of(imageKey: string): Promise<string>
  /** Why there are keys and no links. */
  missing: string | undefined
}

/**
 * A link leads, in this order, to where anybody may read the bucket (MINIO_PUBLIC_BASE_URL), to the API (PUBLIC_URL),
 * which asks for its token, or to the store by a signature; but to no store that only its own network reaches.
 */
export function imageLinks(store: BatchStore, config: LinkConfig): ImageLinks {
  const { PUBLIC_URL: api, MINIO_ENDPOINT: endpoint } = config
  const isReachable = endpoint !== undefined && !isPrivate(new URL(endpoint).hostname)
  const hasPublicBase = store.publicUrl('any') !== undefined
  return {
    async of(key) {
      if (hasPublicBase) return store.publicUrl(key) ?? key
      if (api !== undefined) return api + imagePath(key)
      return (isReachable ? await store.temporaryUrl(key, URL_SECONDS) : undefined) ?? key
    },
    missing:
      hasPublicBase || api !== undefined || isReachable || endpoint === undefined
        ? undefined
        : `Images are named by their keys in the store: nobody outside reaches ${new URL(endpoint).host}. Set PUBLIC_URL of the workflow service to the API's address, or MINIO_PUBLIC_BASE_URL, to have links.`,
  }
}

const privateAddresses = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateAddresses.addSubnet(net, bits)
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateAddresses.addSubnet(net, bits, 'ipv6')

/** Whether a host is known on its own network alone: by a private address, or by a name without a public domain. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  if (family !== 0) return privateAddresses.check(host, family === 6 ? 'ipv6' : 'ipv4')
  return !host.includes('.') || /\.(internal|local|localhost|lan|home|test)$/.test(host)
}
