import { Webhook } from 'standardwebhooks'
import type { WebhookEvent } from './types.ts'

/** Headers of a request, as `fetch` or Node has them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** Why a webhook cannot be trusted. */
export { WebhookVerificationError } from 'standardwebhooks'

/**
 * Makes sure that a webhook comes from the API that shares the secret, and says what it tells. The same message may come twice: it
 * then has the same `webhook-id`.
 *
 * @param body as it came, byte for byte: JSON that was parsed and written again has another signature
 * @param secret `WEBHOOK_SECRET` of the API: `whsec_` and a key in base64
 * @throws WebhookVerificationError if it was not signed with this secret, or more than five minutes ago
 */
export function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string,
): WebhookEvent {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return new Webhook(secret).verify(text, plain(headers)) as WebhookEvent
}

function plain(headers: WebhookHeaders): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value ?? '')]))
}
