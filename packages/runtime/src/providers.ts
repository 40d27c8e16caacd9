import { PROVIDERS, type Provider } from '@contactsheet/contract'
import {
  keyVariable,
  MAX_TIMEOUT_MS,
  MODERATORS,
  type ProviderVariable,
  rowOf,
} from '@contactsheet/providers'
import { z } from 'zod'
import { integer, url } from './env.ts'
import { workMemory } from './work-memory.ts'

/** Image providers, and what their pictures may take. A base URL without a key means a stand-in that asks for none. */
export const providerVariables = {
  ...variablesOf(PROVIDERS),
  PROVIDER_TIMEOUT_MS: integer(1_000, MAX_TIMEOUT_MS)
    .default(180_000)
    .describe(
      'longest wait for one picture, in milliseconds; Node ends a request without an answer after 300,000',
    ),
  WORK_MEMORY_MB: workMemory(),
}

const judges = ['off', ...MODERATORS] as const

/** Whether prompts are judged before a batch is accepted: by the API, and by the task of a batch started by hand. */
export const moderationVariables = {
  MODERATION: z
    .enum(judges, { error: `must be one of: ${judges.join(', ')}` })
    .default('off')
    .describe(
      `who judges prompts before a batch is accepted; ${MODERATORS.map(name => `${name} needs ${keyVariable(name)}`).join(', ')} beside it`,
    ),
  ...variablesOf(MODERATORS),
}

type Optional = z.ZodOptional<z.ZodString>

/** The keys and base URLs of some providers, as their rows in the registry name them. */
function variablesOf<P extends Provider>(names: readonly P[]): Record<ProviderVariable<P>, Optional> {
  const variables = names.flatMap((name): [string, Optional][] => {
    const { keys, baseUrl } = rowOf(name)
    return [
      ...keys.map((key): [string, Optional] => [key.name, z.string().optional().describe(key.about)]),
      [baseUrl.name, url('http', 'https').optional().describe(baseUrl.about)],
    ]
  })
  return Object.fromEntries(variables) as Record<ProviderVariable<P>, Optional>
}
