/** The command was called wrongly, or with something it cannot use. The message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command could not do what it was asked to. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
