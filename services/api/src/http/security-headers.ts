import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Tells browsers what pages of this API may do: load scripts, styles, fonts and data from here only, pictures also from
 * where the store shows them, and be shown inside no other page. Other sites' pages may read nothing (there is no CORS).
 *
 * @param pictures origin of the pictures' public addresses, where that is not this API's own
 */
export function secureHeaders(app: FastifyInstance, pictures: string | undefined): void {
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", ...(pictures === undefined ? [] : [pictures])],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Whether other services on this domain's subdomains speak https is not ours to say.
    strictTransportSecurity: { includeSubDomains: false },
  })
}
