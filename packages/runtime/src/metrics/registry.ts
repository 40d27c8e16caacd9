import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { commitHere } from '../service.ts'

/**
 * The metrics of one process: its memory, CPU and event loop lag, and what it is. Labels hold names out of short lists only:
 * no prompt, no id, no address.
 *
 * @param service what the process is, as in `api`
 */
export function createRegistry(service: string): Registry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'contactsheet_build_info',
    help: 'What runs here: always 1. The commit is known where the host tells it, as Render does.',
    labelNames: ['service', 'version', 'node', 'commit'],
    registers,
  }).set({ service, version: version(), node: process.version, commit: commitHere() }, 1)
  new Gauge({
    name: 'contactsheet_memory_limit_bytes',
    help: 'Memory that the process may use: what its container may take, or else what the machine has.',
    registers,
  }).set(memoryLimit())
  return registry
}

function version(): string {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).version
}

function memoryLimit(): number {
  // 0 where it is not known, and an absurd number where nothing limits it.
  return Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem())
}
