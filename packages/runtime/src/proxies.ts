import { isIP } from 'node:net'
import { z } from 'zod'

/** Whom to believe about where a request came from: any proxy, so many of them, or those of these addresses and networks. */
export type TrustedProxies = true | number | string[]

const ANY = /^(?:true|t)$/i
const HOPS = /^[1-9]\d?$/

/** Proxies: `true`, how many, or their addresses and networks. */
export function proxies() {
  return z.string().transform((text, context): TrustedProxies | undefined => {
    if (ANY.test(text)) return true
    if (/^(?:false|f|0)$/i.test(text)) return undefined
    if (HOPS.test(text)) return Number(text)
    const addresses = text.split(',').map(part => part.trim())
    if (addresses.every(isNetwork)) return addresses
    context.addIssue(
      'must be true, a number of proxies from 1 to 99, or addresses and networks, as in 10.0.0.0/8,fd00::1',
    )
    return z.NEVER
  })
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
