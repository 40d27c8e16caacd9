import { z } from 'zod'

/** The environment, or anything shaped like it. */
export type Env = Readonly<Record<string, string | undefined>>

/** A variable is missing or has a value that cannot be used. The message names each and never shows a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads and checks configuration. An empty variable counts as unset, as Compose files and dashboards leave them. Those of
 * proxies count in lower case too, as is the custom; an upper-case one counts for more.
 *
 * @param variables a Zod type per variable; a `.describe()` text says what is allowed
 * @throws ConfigError naming every variable at fault, what was wrong and what is allowed
 */
export function readEnv<Shape extends z.ZodRawShape>(
  variables: Shape,
  env: Env,
): z.output<z.ZodObject<Shape>> {
  const given = Object.keys(variables).map(name => [name, givenValue(name, env)])
  const result = z.object(variables).safeParse(Object.fromEntries(given))
  if (result.success) return result.data
  const lines = result.error.issues.map(issue => {
    const name = String(issue.path[0] ?? '')
    const variable: unknown = variables[name]
    const allowed = variable instanceof z.ZodType ? variable.description : undefined
    // Only one that has no default is at fault by not being there.
    const fault = givenValue(name, env) === undefined ? 'must be set' : issue.message
    return `${name} ${fault}${allowed === undefined ? '' : ` (${name}: ${allowed})`}`
  })
  throw new ConfigError(lines.join('\n'))
}

/** What an environment says for a variable, without blanks around it. */
export function givenValue(name: string, env: Env): string | undefined {
  const value = env[name]?.trim() || undefined
  return value ?? (name.endsWith('_PROXY') ? env[name.toLowerCase()]?.trim() || undefined : undefined)
}

/** A whole number within bounds, written in decimal. */
export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine(value => value >= min && value <= max, message)
}

/** A sum of money, written as a plain decimal. */
export function amount() {
  return z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be a sum in USD, as in 12.50')
    .transform(Number)
}

/** A URL of one of the given schemes. */
export function url(...schemes: string[]) {
  const message = `must be a URL that starts with ${schemes.map(scheme => `${scheme}://`).join(' or ')}`
  return z
    .string()
    .refine(value => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), message)
}

/** The address of a proxy. Without a scheme it is http, as everybody takes it. */
export function proxyUrl() {
  return z
    .string()
    .transform(value => (value.includes('://') ? value : `http://${value}`))
    .pipe(url('http', 'https'))
}

/** Yes or no; undefined if it is not said. */
export function flag() {
  return z
    .stringbool({ truthy: ['true', '1', 't'], falsy: ['false', '0', 'f'], error: 'must be true or false' })
    .optional()
}

/** Values separated by commas; blanks around them do not count. */
export function list() {
  return z.string().transform(value =>
    value
      .split(',')
      .map(item => item.trim())
      .filter(item => item !== ''),
  )
}

/** JSON that fits a schema. */
export function json<T extends z.ZodType>(schema: T) {
  return z.string().transform((text, context): z.output<T> => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      context.addIssue('must be JSON')
      return z.NEVER
    }
    const result = schema.safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues)
      context.addIssue(`${issue.path.length === 0 ? '' : `at ${issue.path.join('.')} `}${issue.message}`)
    return z.NEVER
  })
}
