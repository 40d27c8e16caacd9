import { once } from 'node:events'
import { currentOrigin, traceIdOf } from '@contactsheet/telemetry'
import { type Logger, pino, stdTimeFunctions } from 'pino'
import { errorForLog } from './log-error.ts'
import { hideSecrets } from './secrets.ts'

export type { Logger }

let stream: ReturnType<typeof pino.destination> | undefined

/** Standard error, written behind the back of what runs. */
function standardError() {
  stream ??= pino.destination({ dest: 2, sync: false })
  return stream
}

/** What every line says of where it comes from, unless its logger says so itself. */
function originLine(_line: object, _level: number, log: Logger) {
  const origin = currentOrigin()
  const traceId = traceIdOf(origin)
  const isSaid = origin.requestId === undefined || 'requestId' in log.bindings()
  return {
    ...(isSaid ? {} : { requestId: origin.requestId }),
    ...(traceId === undefined ? {} : { traceId }),
  }
}

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
      mixin: originLine,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.apiKey', '*.secretKey'],
        censor: '[redacted]',
      },
      hooks: { streamWrite: line => hideSecrets(line, secrets) },
    },
    standardError(),
  )
}

/** Writes a line of plain text after everything that has been logged, and waits until all of it is out. */
export async function writeLast(line: string): Promise<void> {
  // A write that is under way would come after one that goes past the stream.
  const drained = once(standardError(), 'drain')
  standardError().write(`${line}\n`)
  // Whoever reads it may be gone.
  await drained.catch(() => {})
}
