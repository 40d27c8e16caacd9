import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Asks for all addresses of a host, as `dns.lookup` does. */
export type LookupAll = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** What somebody named would be looked for at an address that is nobody's on the internet. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'

  constructor(host: string) {
    super(
      `${host} is, or leads to, a private address. Set WEBHOOK_ALLOW_PRIVATE=true where your own network is meant.`,
    )
  }
}

/**
 * Whether an address is one on the internet. Whoever names an address chooses where this machine connects to: not to
 * itself, its neighbours, or the metadata service of its cloud, however the address is written.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // An IPv4 address that is mapped into an IPv6 one is judged as what it is.
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv6 ? isGlobal(parsed) : true
}

/** Where the internet is in IPv6. All the rest leads elsewhere or is not given out: IPv4 behind zeros, site-local, NAT64. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

function isGlobal(address: ipaddr.IPv6): boolean {
  // ISATAP: in any network, what follows 0:5efe or 200:5efe is the IPv4 address that a router takes the packet to.
  const [, , , , flags = 0, mark] = address.parts
  const isIsatap = mark === 0x5efe && (flags === 0 || flags === 0x200)
  return address.match(GLOBAL) && !isIsatap
}

/** The host of a URL that is an address itself, which nothing will be looked up for; undefined if it is a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? undefined : host
}

/** An address of a host, looked up and judged as by {@link publicLookup}; of a literal one, that itself. */
export function publicAddress(host: string, lookupAll?: LookupAll): Promise<string> {
  return new Promise((resolve, reject) => {
    publicLookup(lookupAll)(host, { all: false }, (error, address) => {
      if (error !== null || typeof address !== 'string') reject(error)
      else resolve(address)
    })
  })
}

/**
 * Looks a host up and refuses it unless all its addresses are public. The connection goes to what was checked here: a
 * name that answers otherwise the next time it is asked is not asked a next time.
 */
export function publicLookup(lookupAll: LookupAll = lookup): LookupFunction {
  return (host, options, done) => {
    lookupAll(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, [])
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isPublic(address)))
        return done(new PrivateAddressError(host), [])
      if (options.all === true) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}
