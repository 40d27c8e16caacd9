import { type Logger, pino, stdTimeFunctions } from 'pino'
import { errorForLog } from './log-error.ts'
import { hideSecrets } from './secrets.ts'

export type { Logger }

/**
 * JSON lines on standard error, which leaves standard output to commands that print results.
 *
 * @param service name that goes on every line
 * @param level least level that is written
 * @param secrets values that no line may hold, whoever quotes them
 */
export function createLogger(service: string, level: string, secrets: readonly string[] = []): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: errorForLog },
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.apiKey', '*.secretKey'],
        censor: '[redacted]',
      },
      hooks: { streamWrite: line => hideSecrets(line, secrets) },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}
