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

/** Parts of a query that open something over the page. */
const OVER = ['leaf', 'compare', 'image'] as const

/** How many entries of the history, this one included, have something open over the page that an earlier one shows. */
let depth = 0

/** The depth of an address that comes after another. */
function depthAfter(before: string, after: string): number {
  const [path, query] = after.split('?')
  const isOver = OVER.some(name => new URLSearchParams(query).has(name))
  return isOver && path === before.split('?')[0] ? depth + 1 : 0
}

function depthInEntry(): number | undefined {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'over' in state ? Number(state.over) : undefined
}

/** The address that was there before. */
let last = current()

/** Where the page was opened nothing is behind what is open over it. */
if (depthInEntry() === undefined) history.replaceState({ over: 0 }, '')
depth = depthInEntry() ?? 0
addEventListener('hashchange', () => {
  // A link makes an entry of its own, which says nothing yet; the entries that one goes back to do.
  if (depthInEntry() === undefined) history.replaceState({ over: depthAfter(last, current()) }, '')
  depth = depthInEntry() ?? 0
  last = current()
  closing = false
})

/** Goes to an address, as in `/batches?x=y`. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = `${location.pathname}#${to}`
  if (replace) history.replaceState(history.state, '', url)
  else history.pushState({ over: depthAfter(current(), to) }, '', url)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

/** Going back takes a moment, in which nothing else is to be closed. */
let closing = false

/**
 * Closes what is open over the page. Where it was opened from there, that is a way back, so that going back once more does
 * not open it again; at an address that was come to from elsewhere it is taken out of the address.
 *
 * @param parts of the query that say more of it
 */
export function closeOver(parts: readonly string[] = []): void {
  if (closing) return
  if (depth > 0) {
    closing = true
    history.go(-depth)
    return
  }
  const [path, query] = current().split('?')
  const rest = new URLSearchParams(query)
  for (const name of [...OVER, ...parts]) rest.delete(name)
  navigate(rest.size === 0 ? `${path}` : `${path}?${rest}`, { replace: true })
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
