import { createOpenAiModeration, type Moderate } from '@contactsheet/providers'
import { ConfigError, type moderationVariables } from '@contactsheet/runtime'
import type { z } from 'zod'

/** Longest the judging of one call's texts may take, in milliseconds: somebody waits for the answer. */
const TIMEOUT_MS = 10_000

/** What a stand-in without keys is sent: the SDK insists on one. */
const NO_KEY = 'none'

/**
 * The moderation a configuration asks for, if any.
 *
 * @throws ConfigError if the key it needs is not set
 */
export function moderationOf(
  config: z.output<z.ZodObject<typeof moderationVariables>>,
): Moderate | undefined {
  const { MODERATION, OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl } = config
  if (MODERATION === 'off') return undefined
  if (key === undefined && baseUrl === undefined)
    throw new ConfigError('OPENAI_API_KEY must be set where the API runs when MODERATION is openai.')
  return createOpenAiModeration({
    apiKey: key ?? NO_KEY,
    timeoutMs: TIMEOUT_MS,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  })
}
