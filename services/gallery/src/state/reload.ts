import { api } from '../api/calls.ts'

/** What was reloaded for: a tab remembers it through the reload, which so happens once. */
const key = (name: string) => `contactsheet.reloaded.${name}`

/**
 * Loads the document anew, for code that did not come although the API answers: after a deploy its files have other names.
 * While the API is away the document stays, since the browser would have nothing to put in its place.
 *
 * @param name of what did not come, the same in every build
 * @returns whether it reloads: false if the API does not answer, or if this was tried before
 */
export async function reloadOnce(name: string): Promise<boolean> {
  const answers = await api.health().then(
    () => true,
    () => false,
  )
  if (!answers || !remember(name)) return false
  location.reload()
  return true
}

/** What was reloaded for has come, or somebody wants it tried again: the next failure may reload once more. */
export function mayReloadAgain(name: string): void {
  try {
    sessionStorage.removeItem(key(name))
  } catch {
    // A browser that keeps nothing has not reloaded.
  }
}

/** @returns whether this is the first time, and will be known the next */
function remember(name: string): boolean {
  try {
    if (sessionStorage.getItem(key(name)) !== null) return false
    sessionStorage.setItem(key(name), 'once')
    return true
  } catch {
    return false
  }
}
