/** What one look of the doctor came to. */
export interface Check {
  /** What was looked at, in a word or two. */
  name: string
  state: 'ok' | 'warning' | 'fault'
  /** What was found. Holds no secret. */
  found: string
  /** What to set or to do, where something is not as it should be. */
  remedy?: string
}

export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found }
}

export function warning(name: string, found: string, remedy?: string): Check {
  return { name, state: 'warning', found, ...(remedy === undefined ? {} : { remedy }) }
}

export function fault(name: string, found: string, remedy?: string): Check {
  return { name, state: 'fault', found, ...(remedy === undefined ? {} : { remedy }) }
}

/** What an error says, with what it was caused by where that says more. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `${error.message}${code}`
}
