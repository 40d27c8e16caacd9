import type { ErrorKind } from '../api/types.ts'

/** What to do about a failure, by its kind. The failure's own message says what happened. */
export const ADVICE: Record<ErrorKind, string> = {
  rejected: 'Retrying cannot help. Reword it and make it again.',
  invalid: 'Retrying cannot help. Make it again with what the message names changed, or by another model.',
  auth: 'Set right on the server, or at the provider, what the message names, then retry.',
  quota: "Add credit to the provider's account, then retry.",
  rate_limited: 'Wait a little, then retry.',
  unavailable: 'Retry; if the provider stays down, use another model.',
  timeout: 'Retry; the log of the worker tells how long it waited.',
  bad_image: 'Retry, or use another model.',
  storage:
    'Check that the object store is up, then retry. A picture that was paid for is not paid for again.',
  canceled: 'Finish what was canceled to have it made after all.',
  internal: "Retry. The worker's log has the detail.",
}

/** A few words for the place of the picture. */
export const REASON: Record<ErrorKind, string> = {
  rejected: 'Refused by moderation',
  invalid: 'Request refused',
  auth: 'Not allowed',
  quota: 'No credit left',
  rate_limited: 'Rate limited',
  unavailable: 'Provider down',
  timeout: 'Timed out',
  bad_image: 'No usable picture',
  storage: 'Store unavailable',
  canceled: 'Canceled',
  internal: 'Internal fault',
}
