const SECRET = '[redacted]'

/** How the keys of the two providers look, also where the provider itself has masked a part. */
const KEY_PATTERNS = [/\bsk-[\w*.-]{4,}/g, /\bAIza[\w*-]{4,}/g, /\bAQ\.[\w*-]{4,}/g, /\bBearer\s+\S+/gi]

/** A shorter key is a stand-in's: replacing it everywhere would only garble the text. */
const SHORTEST_KEY = 8

const MAX_LENGTH = 2_000

/** A text of the provider's, fit for the log: without keys, and no longer than a person would read. */
export function redact(text: string, apiKey: string): string {
  const known = apiKey.length < SHORTEST_KEY ? text : text.replaceAll(apiKey, SECRET)
  const clean = KEY_PATTERNS.reduce((result, pattern) => result.replace(pattern, SECRET), known)
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}...` : clean
}
