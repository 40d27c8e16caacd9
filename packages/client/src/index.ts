export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type Download,
} from './client.ts'
export { NoAnswerError, RefusedError } from './errors.ts'
export type { OnWait } from './patience.ts'
export type * from './schema.ts'
export type * from './types.ts'
export { verifyWebhook, type WebhookHeaders, WebhookVerificationError } from './webhook.ts'
