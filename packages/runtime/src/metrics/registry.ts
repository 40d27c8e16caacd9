import { collectDefaultMetrics, Registry } from 'prom-client'

/**
 * The metrics of one process, its memory, CPU and event loop lag among them. Labels hold names out of short lists only:
 * no prompt, no id, no address.
 */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** Seconds: from what the store answers at once to the longest a provider may take. */
export const SECONDS = [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 25, 60, 180]
