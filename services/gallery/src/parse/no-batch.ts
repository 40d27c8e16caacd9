/** A file that is no batch. `message` says what was expected, and where it went wrong. */
export class NoBatch extends Error {
  override readonly name = 'NoBatch'
}
