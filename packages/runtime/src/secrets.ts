import { secretIn } from './api-tokens.ts'
import { type Env, givenValue } from './env.ts'

const HIDDEN = '[redacted]'

/** What ends the names of variables that hold secrets. An access key is a name: what it opens, its secret key opens. */
const SECRET_NAME = /(?<!ACCESS)_(?:KEY|SECRET|TOKENS?|PASSWORD)$/

/** What ends the names of variables that hold headers, each of which may be a key. */
const HEADERS_NAME = /_HEADERS$/

/** A shorter value may be any word of a log line: hiding it everywhere would only garble the log. */
const SHORTEST = 8

/**
 * The secrets in an environment: the values of variables that are named as secrets, and the passwords in URLs, in each
 * spelling in which they could be quoted.
 *
 * @param names the variables a process reads
 */
export function secretsOf(names: readonly string[], env: Env): string[] {
  const values = names.flatMap(name => {
    const value = givenValue(name, env) ?? ''
    if (HEADERS_NAME.test(name)) return value.split(',').map(header => header.replace(/^[^=]*=/, '').trim())
    return SECRET_NAME.test(name)
      ? value.split(',').flatMap(part => [part.trim(), secretIn(part.trim())])
      : passwordsOf(value)
  })
  const spellings = values.flatMap(value => [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
  ])
  return [...new Set(spellings)].filter(value => value.length >= SHORTEST).sort((a, b) => b.length - a.length)
}

/** A text without the secrets in it: the last fence, for what quotes them in its own words. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((result, secret) => result.replaceAll(secret, HIDDEN), text)
}

/** The password of a URL, which of a proxy may be written without a scheme, as it is written there and as it is meant. */
function passwordsOf(value: string): string[] {
  const url = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(url)) return []
  const { password } = new URL(url)
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
