import { z } from 'zod'
import { ConfigError } from './env.ts'

const NAME = /^[a-z][a-z0-9-]{0,31}$/

/** What a token may do, and how much of it. */
const rightsSchema = z.strictObject({
  /** `read`: it sees everything and changes nothing. */
  access: z.enum(['full', 'read'], 'must be full or read').default('full'),
  /** Requests that it may make of one API process in a minute; undefined: as many as any. */
  requestsPerMinute: z.int().min(1).max(10_000_000).optional(),
  /** Most that one batch of its may be estimated at, in USD; undefined: as much as any. */
  maxCostUsd: z.number().positive().optional(),
  /** Turns at the workers that its leaves have for each of another token; undefined: one. */
  share: z.number().min(0.1).max(100).optional(),
  /** Most that its batches of one day, and of one month, may cost altogether, in USD; undefined: as much as they do. */
  dayUsd: z.number().positive().optional(),
  monthUsd: z.number().positive().optional(),
})
export type TokenRights = z.output<typeof rightsSchema>

/** Rights by the names of tokens. */
export const tokenRightsSchema = z.record(
  z.string().regex(NAME, 'must be the name of a token: lower-case letters, digits and dashes'),
  rightsSchema,
)

/** A token that may call the API. */
export interface ApiToken extends TokenRights {
  /** Undefined of one that has none. */
  name: string | undefined
  /** What callers send. A list of earlier releases may hold one that looks as if it had a name: that as a whole, too. */
  secrets: readonly string[]
}

/** A token as callers send it, of one in API_TOKENS: `<name>:<token>`, or the token alone. */
export function secretIn(entry: string): string {
  return named(entry)?.secret ?? entry
}

/**
 * The tokens of a deployment, with what each may do.
 *
 * @param entries as in API_TOKENS: `<name>:<token>`, or the token alone
 * @param rights as in TOKEN_RIGHTS, by name
 * @throws ConfigError if two tokens have one name, or a name has rights and no token; it quotes no token
 */
export function apiTokens(
  entries: readonly string[],
  rights: Readonly<Record<string, TokenRights>> = {},
): ApiToken[] {
  const names = entries.flatMap(entry => named(entry)?.name ?? [])
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ConfigError(`API_TOKENS has two tokens with the name "${twice}". Give each a name of its own.`)
  const stray = Object.keys(rights).find(name => !names.includes(name))
  if (stray !== undefined)
    throw new ConfigError(
      `TOKEN_RIGHTS has rights for "${stray}", and API_TOKENS has no token of that name${names.length === 0 ? '' : `, but ${names.join(', ')}`}. Name one there as ${stray}:<token>.`,
    )
  return entries.map(entry => {
    const { name, secret } = named(entry) ?? { name: undefined, secret: entry }
    return { ...rightsOf(rights, name), name, secrets: [...new Set([secret, entry])] }
  })
}

function rightsOf(rights: Readonly<Record<string, TokenRights>>, name: string | undefined): TokenRights {
  return (name === undefined ? undefined : rights[name]) ?? rightsSchema.parse({})
}

function named(entry: string): { name: string; secret: string } | undefined {
  const colon = entry.indexOf(':')
  const [name, secret] = [entry.slice(0, colon), entry.slice(colon + 1)]
  return colon > 0 && secret !== '' && NAME.test(name) ? { name, secret } : undefined
}

/**
 * Refuses shares of the workers where there are none.
 *
 * @throws ConfigError that names the first token with one
 */
export function assertNoShares(tokens: readonly ApiToken[]): void {
  const sharing = tokens.find(({ share }) => share !== undefined)
  if (sharing !== undefined)
    throw new ConfigError(
      `TOKEN_RIGHTS has a share for "${sharing.name}", and ORCHESTRATOR is workflows: Render hands out the turns there. Leave "share" out.`,
    )
}
