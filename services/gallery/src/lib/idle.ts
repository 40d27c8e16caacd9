/** How long to wait where a browser cannot say that it is idle, in milliseconds. */
const WAIT_MS = 2_000

/** Whether whoever looks wants as little loaded as can be. Not every browser can say it. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}

/** Does something once the browser has nothing better to do. */
export function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act)
  else setTimeout(act, WAIT_MS)
}
