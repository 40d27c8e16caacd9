import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Asks for all addresses of a host, as `dns.lookup` does. */
export type LookupAll = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** A webhook would go to an address that is nobody's on the internet. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'

  constructor(host: string) {
    super(
      `${host} is, or leads to, a private address. Set WEBHOOK_ALLOW_PRIVATE=true where receivers on your own network are meant.`,
    )
  }
}

/**
 * Whether an address is one on the internet. Whoever names a webhook's address chooses where this machine connects to:
 * not to itself, its neighbours, or the metadata service of its cloud, however the address is written.
 */
export function isPublic(address: string): boolean {
  // An IPv4 address inside an IPv6 one is judged as what it is.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** The host of a URL that is an address itself, which nothing will be looked up for; undefined if it is a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? undefined : host
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
