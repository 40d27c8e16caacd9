import { type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger }

/**
 * JSON lines on standard error, which leaves standard output to commands that print results.
 *
 * @param service name that goes on every line
 * @param level least level that is written
 */
export function createLogger(service: string, level: string): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.apiKey', '*.secretKey'],
        censor: '[redacted]',
      },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}
