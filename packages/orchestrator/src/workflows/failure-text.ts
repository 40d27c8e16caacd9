import { ERROR_KINDS, type ErrorKind, KindError, type LeafFailure } from '@contactsheet/contract'

/**
 * A failed attempt as the text of the error that the task throws: of an error nothing but its message leaves the process,
 * and an empty one would pass for success. It is what people read on a run's page, and what {@link parseFailure} reads.
 */
export function failureText(thrown: unknown): string {
  const { kind, message, status } = KindError.from(thrown).toFailure()
  return `${kind}${status === undefined ? '' : ` (${status})`}: ${message}`
}

/** The failure that a run's error tells of, if it is one of ours; whatever the platform puts before it is dropped. */
export function parseFailure(text: string): LeafFailure | undefined {
  const match = /(?:^|: )([a-z_]+)(?: \((\d{3})\))?: (.+)$/s.exec(text)
  const [, kind, status, message] = match ?? []
  if (kind === undefined || message === undefined || !isKind(kind)) return undefined
  return { kind, message, ...(status === undefined ? {} : { status: Number(status) }) }
}

function isKind(word: string): word is ErrorKind {
  return word in ERROR_KINDS
}
