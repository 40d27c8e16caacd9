import { accessOf, createModeration, keyVariable, type Moderate } from '@contactsheet/providers'
import type { z } from 'zod'
import { ConfigError } from './env.ts'
import type { moderationVariables } from './variables.ts'

/** Longest the judging of one call's texts may take, in milliseconds: somebody waits for the answer. */
const TIMEOUT_MS = 10_000

/**
 * The moderation a configuration asks for, if any.
 *
 * @throws ConfigError if the key it needs is not set
 */
export function moderationOf(
  config: z.output<z.ZodObject<typeof moderationVariables>>,
): Moderate | undefined {
  const { MODERATION: name } = config
  if (name === 'off') return undefined
  const access = accessOf(name, config)
  if (access === undefined)
    throw new ConfigError(
      `${keyVariable(name)} must be set where MODERATION is ${name}: at the API, and at the workflow service where there is one.`,
    )
  return createModeration(name, { ...access, timeoutMs: TIMEOUT_MS })
}
