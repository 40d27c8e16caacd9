import { useSyncExternalStore } from 'react'

/**
 * Addresses of the page stand behind `#`, as in `/#/batches/<id>?leaf=0000-01`: the API serves JSON at paths of the same
 * names, and a hash needs no rules on any server.
 */
function current(): string {
  return location.hash.replace(/^#?\/?/, '/')
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** Goes to an address, as in `/batches?x=y`. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = `${location.pathname}#${to}`
  if (replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

/** For wouter: the path of the address. */
export function useHashPath(): [string, typeof navigate] {
  const path = useSyncExternalStore(subscribe, () => current().split('?')[0] ?? '/')
  return [path, navigate]
}

/** For wouter: the query of the address. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, () => current().split('?')[1] ?? '')
}

/** An address as a link has it. */
export function href(to: string): string {
  return `#${to}`
}

/** The query of the address, and how to change it: a name without a value goes. */
export function useAddress(): [
  URLSearchParams,
  (change: Readonly<Record<string, string | undefined>>, options?: { replace?: boolean }) => void,
] {
  const search = useHashSearch()
  const change = (values: Readonly<Record<string, string | undefined>>, options = {}) => {
    const [path, before] = current().split('?')
    const after = new URLSearchParams(before)
    for (const [name, value] of Object.entries(values))
      if (value === undefined || value === '') after.delete(name)
      else after.set(name, value)
    navigate(after.size === 0 ? `${path}` : `${path}?${after}`, options)
  }
  return [new URLSearchParams(search), change]
}
