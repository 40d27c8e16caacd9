import { setGlobalProxyFromEnv } from 'node:http'
import { isIP } from 'node:net'
import type { z } from 'zod'
import type { proxyVariables } from './variables.ts'

/** Through which proxies this deployment reaches others. */
export type ProxyConfig = z.output<z.ZodObject<typeof proxyVariables>>

/** Names and addresses of this machine itself, which nothing is a proxy for. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]']

/**
 * The proxy on the way to an address: by its scheme, unless NO_PROXY excepts its host, or it is this machine itself.
 *
 * @returns undefined if the way is direct
 */
export function proxyFor({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: ProxyConfig, url: URL): string | undefined {
  const proxy = url.protocol === 'https:' ? HTTPS_PROXY : HTTP_PROXY
  const excepted = isLoopback(url) || NO_PROXY.some(entry => covers(entry, url))
  return excepted ? undefined : proxy
}

/**
 * Has Node's `fetch` take these proxies from now on, in the whole process: the SDKs of the providers and of Render go
 * through it. What this process was started with says nothing any more.
 */
export function useProxies({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: ProxyConfig): void {
  if (HTTPS_PROXY === undefined && HTTP_PROXY === undefined) return
  setGlobalProxyFromEnv({
    HTTPS_PROXY,
    HTTP_PROXY,
    NO_PROXY: [...LOOPBACK, ...NO_PROXY.flatMap(forNode)].join(','),
  })
}

function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.includes(hostname) || hostname.endsWith('.localhost') || /^127\.[\d.]+$/.test(hostname)
}

/** Whether an entry of NO_PROXY is for a host: its name or a domain above it, its address, or everything; with a port, for that one alone. */
function covers(entry: string, { hostname, port, protocol }: URL): boolean {
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(entry) === 6) return host === entry
  if (only !== undefined && only !== (port || (protocol === 'https:' ? '443' : '80'))) return false
  if (name === '*') return true
  const domain = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '')
  return host === domain || host.endsWith(`.${domain}`)
}

/** Node takes a bare name for that host alone, and one with a dot for what is below it. Everybody else means both. */
function forNode(entry: string): string[] {
  return entry === '*' || entry.startsWith('[') || isIP(entry.replace(/:\d+$/, '')) !== 0 || isIP(entry) !== 0
    ? [entry]
    : [entry.replace(/^\*?\./, ''), entry.replace(/^(\*?\.)?/, '.')]
}
