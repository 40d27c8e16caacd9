import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as runtime from '@contactsheet/runtime'
import { parse } from 'yaml'
import type { z } from 'zod'
import { emulatorVariables } from '../../packages/emulator/src/options.ts'
import { variables as api } from '../../services/api/src/variables.ts'
import { variables as worker } from '../../services/worker/src/variables.ts'
import { batchVariables, leafVariables } from '../../services/workflow/src/variables.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every group of variables that a service of ours may read: what the runtime calls `...Variables`. */
const groups = Object.entries(runtime).flatMap(([name, group]) =>
  name.endsWith('Variables') && typeof group === 'object' ? [group] : [],
)

/** Everything a service of ours reads from its environment, by name. */
export const KNOWN_VARIABLES: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  [...groups, emulatorVariables].flatMap(group => Object.entries(group)),
)

/** What nobody sets by hand. */
export const SET_BY_PLATFORM: readonly string[] = ['RENDER']

/** What each service of ours reads, by the name of its folder. */
export const READ_BY: Readonly<Record<string, readonly string[]>> = {
  api: Object.keys({ ...runtime.commonVariables, ...api }),
  worker: Object.keys({ ...runtime.commonVariables, ...worker }),
  workflow: Object.keys({ ...runtime.commonVariables, ...batchVariables, ...leafVariables }).filter(
    name => !SET_BY_PLATFORM.includes(name),
  ),
  emulator: Object.keys({ ...runtime.commonVariables, ...runtime.catalogVariables, ...emulatorVariables }),
}

/** What the Compose file takes from .env or the shell for itself. */
export const COMPOSE_VARIABLES: readonly string[] = [
  ...readText('docker-compose.yml').matchAll(/\$\{([A-Z_]+):-/g),
].map(([, name = '']) => name)

/** A variable by this name holds something that nobody else may know. */
export const SECRET = /(KEY|TOKENS?|SECRET|PASSWORD)$/

/** How long a service may take beyond DRAIN_MS to close what it has open, in milliseconds. */
export const CLOSING_MS = 10_000

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function existsInRepository(path: string): boolean {
  return existsSync(join(root, path))
}

/** An image by its digest, which no later push under the same tag changes. */
export const PINNED = /@sha256:[0-9a-f]{64}$/

/** A YAML file with its anchors and merge keys resolved. */
export function readYaml(path: string): unknown {
  return parse(readText(path), { merge: true })
}

/** Modules of ours that a command names and that do not exist. */
export function missingModules(command: string): string[] {
  const modules = command.match(/[\w./-]+\.ts\b/g) ?? []
  if (modules.length === 0) throw new Error(`No module in the command: ${command}`)
  return modules.filter(module => !existsSync(join(root, module)))
}
