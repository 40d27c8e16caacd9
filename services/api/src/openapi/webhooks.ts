import { reference } from './components.ts'

const BATCH_SETTLED = {
  operationId: 'receiveBatchSettled',
  tags: ['Batches'],
  summary: 'A batch has settled',
  description:
    'Sent to the `webhook` of a batch when it settles, and again should it settle anew after a retry. Signed after Standard Webhooks (https://www.standardwebhooks.com), whose libraries check it.',
  security: [],
  parameters: [
    header('webhook-id', 'Id of the message: the same one may come twice.'),
    header('webhook-timestamp', 'When it was sent, in seconds since the epoch.'),
    header(
      'webhook-signature',
      '`v1,` and the HMAC-SHA256 of `webhook-id.webhook-timestamp.body` with WEBHOOK_SECRET, in base64.',
    ),
  ],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: reference('BatchSettled') } },
  },
  responses: {
    '2XX': { description: 'Taken: the message is not sent again.' },
    default: {
      description:
        'Not taken, as is no answer within 15 seconds and a redirect: the message is sent again for about 28 hours, with growing waits.',
    },
  },
}

/** What this API sends by itself, by name. */
export const WEBHOOKS = {
  'batch.settled': { post: BATCH_SETTLED },
}

function header(name: string, description: string) {
  return { in: 'header', name, required: true, description, schema: { type: 'string' } } as const
}
