import { Catalog, didYouMean } from '@contactsheet/contract'
import {
  apiTokens,
  apiVariables,
  brandVariables,
  ConfigError,
  catalogVariables,
  choresVariables,
  commonVariables,
  createObjectStore,
  type Env,
  givenValue,
  moderationVariables,
  nudgeVariables,
  orchestratorVariables,
  providerVariables,
  queueAddress,
  queueVariables,
  storageVariables,
  workerVariables,
  workflowVariables,
} from '@contactsheet/runtime'
import { ENV_FILE, readEnvFile } from '@contactsheet/stack'
import type { z } from 'zod'
import { type Check, fault, ok, reasonOf, warning } from '../../doctor/check.ts'

/** Everything that a service reads. */
const VARIABLES = {
  ...commonVariables,
  ...storageVariables,
  ...queueVariables,
  QUEUE_URL: queueVariables.QUEUE_URL.optional(),
  ...providerVariables,
  ...moderationVariables,
  ...apiVariables,
  ...brandVariables,
  ...choresVariables,
  ...nudgeVariables,
  ...catalogVariables,
  ...workerVariables,
  ...orchestratorVariables,
  ...workflowVariables,
}

/** What is set of it. A variable at fault counts as unset. */
export type Configuration = z.output<z.ZodObject<typeof VARIABLES>>

/** Names of programs that are no services: of the emulator, of this command, of Node, of what traces are sent with. */
const OTHERS = /^(?:EMULATOR|CONTACTSHEET|NODE|OTEL|npm)_/

export const NAMES = Object.keys(VARIABLES)

/** The environment as services would read it. */
export interface Reading {
  config: Configuration
  checks: Check[]
  /** Names of variables at fault. */
  atFault: string[]
}

/** Reads every variable by itself, so that one at fault hides no other. */
export function readEach(env: Env): Reading {
  const values: Record<string, unknown> = {}
  const checks: Check[] = []
  const atFault: string[] = []
  for (const [name, type] of Object.entries(VARIABLES) as [string, z.ZodType][]) {
    const result = type.safeParse(givenValue(name, env))
    values[name] = result.success ? result.data : type.safeParse(undefined).data
    if (result.success) continue
    atFault.push(name)
    const found = result.error.issues.map(({ message }) => message).join('; ')
    const { description } = type
    checks.push(fault(name, found, description === undefined ? 'Correct it.' : `${name}: ${description}.`))
  }
  const config = values as Configuration
  checks.push(...together(config), ...strangers())
  const set = NAMES.filter(name => givenValue(name, env) !== undefined).length
  if (checks.length === 0)
    checks.push(
      ok('variables', set === 0 ? 'none is set: all have defaults' : `${set} set, all as they should be`),
    )
  return { config, checks, atFault }
}

/** What variables have to say of one another. */
function together(config: Configuration): Check[] {
  const rules: [string, () => unknown][] = [
    ['store', () => createObjectStore(config)],
    ['API_TOKENS', () => apiTokens(config.API_TOKENS ?? [], config.TOKEN_RIGHTS)],
    [
      'limits',
      () => queueAddress({ ...config, QUEUE_URL: config.QUEUE_URL ?? '' }, new Catalog(config.EXTRA_MODELS)),
    ],
  ]
  return rules.flatMap(([name, rule]) => {
    try {
      rule()
      return []
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof RangeError)) throw error
      return [fault(name, error.message)]
    }
  })
}

/** Names in `.env` that nobody reads are likely misspelt. */
function strangers(): Check[] {
  try {
    const names = Object.keys(readEnvFile(ENV_FILE))
    return names
      .filter(name => !NAMES.includes(name) && !OTHERS.test(name))
      .map(name => warning(name, `is in .env, and no service reads it.${didYouMean(name, NAMES)}`))
  } catch (error) {
    return [fault('.env', reasonOf(error), 'Save it as UTF-8.')]
  }
}
