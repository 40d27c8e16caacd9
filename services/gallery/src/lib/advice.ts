import type { ErrorKind } from '../api/types.ts'

/** What to do about a failure, by its kind. The failure's own message says what happened. */
export const ADVICE: Record<ErrorKind, string> = {
  rejected: 'Change the prompt and send it in a new batch: the same words will be refused again.',
  invalid: 'Change what the message names and send a new batch: the same request will be refused again.',
  auth: "Check the provider's key on the server, then retry.",
  quota: "Add credit to the provider's account, then retry.",
  rate_limited: 'Wait a little, then retry.',
  unavailable: 'The provider was down. Retry; if it stays down, use another model.',
  timeout: 'The provider took too long. Retry.',
  bad_image: 'The answer held no usable picture. Retry, or use another model.',
  storage:
    'Check that the object store is up, then retry. A picture that was paid for is not paid for again.',
  canceled: 'Use the batch again to have it made after all.',
  internal: "A fault of Contactsheet: the worker's log has the detail. Retry.",
}

/** A few words for the place of the picture. */
export const REASON: Record<ErrorKind, string> = {
  rejected: 'Refused by moderation',
  invalid: 'Request refused',
  auth: 'Key not accepted',
  quota: 'No credit left',
  rate_limited: 'Rate limited',
  unavailable: 'Provider down',
  timeout: 'Timed out',
  bad_image: 'No usable picture',
  storage: 'Store unavailable',
  canceled: 'Canceled',
  internal: 'Internal fault',
}
