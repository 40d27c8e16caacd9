const SECRET = '[redacted]'

/** Whatever follows is a key, of whatever look. */
const BEARER = /\bBearer\s+\S+/gi

/** A shorter key is a stand-in's: replacing it everywhere would only garble the text. */
const SHORTEST_KEY = 8

const MAX_LENGTH = 2_000

/**
 * A text of the provider's, fit for the log: without keys, and no longer than a person would read.
 *
 * @param keyPatterns how keys look that are not the one in use; each with the flag `g`
 */
export function redact(text: string, apiKey: string, keyPatterns: readonly RegExp[]): string {
  const known = apiKey.length < SHORTEST_KEY ? text : text.replaceAll(apiKey, SECRET)
  const clean = [...keyPatterns, BEARER].reduce(
    (result, pattern) => result.replaceAll(pattern, SECRET),
    known,
  )
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}...` : clean
}
