import type { RequestLimits } from '@contactsheet/contract'
import type { z } from 'zod'
import { proxyFor } from './proxy.ts'
import type { choresVariables, webhookVariables } from './variables.ts'

/** Addresses that webhooks may be sent to in a deployment: none that it could not sign them for. */
export function webhookAddresses(
  config: z.output<z.ZodObject<typeof webhookVariables>>,
): RequestLimits['webhooks'] {
  if (config.WEBHOOK_SECRET === undefined) return undefined
  return config.WEBHOOK_ALLOW_PRIVATE === true ? 'https and http' : 'https'
}

/** What addresses may lead to that somebody else has named. */
export function reachOf(config: z.output<z.ZodObject<typeof choresVariables>>) {
  return {
    allowPrivate: config.WEBHOOK_ALLOW_PRIVATE ?? false,
    proxyFor: (url: URL) => proxyFor(config, url),
  }
}

/**
 * What a configuration asks to be done beside batches.
 *
 * @param measures hears how webhooks are taken
 */
export function choresOf(
  config: z.output<z.ZodObject<typeof choresVariables>>,
  measures: { webhook(outcome: 'sent' | 'refused' | 'given_up'): void },
) {
  const { WEBHOOK_SECRET: secret } = config
  return {
    webhooks:
      secret === undefined
        ? undefined
        : {
            secret,
            api: config.PUBLIC_URL,
            onTried: measures.webhook.bind(measures),
            ...reachOf(config),
          },
    retention: { days: config.RETENTION_DAYS, batches: config.RETENTION_BATCHES },
  }
}
