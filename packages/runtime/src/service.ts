import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { ConfigError, readEnv } from './env.ts'
import { createLogger, type Logger, writeLast } from './logger.ts'
import { useProxies } from './proxy.ts'
import { hideSecrets, secretsOf } from './secrets.ts'
import { Shutdown } from './shutdown.ts'
import { commonVariables } from './variables.ts'

type Common = z.output<z.ZodObject<typeof commonVariables>>

/** What a service is given to start with. */
export interface Service<Config> {
  config: Config
  log: Logger
  /** Gives a text without the secrets of the environment, as the log shows it. */
  hide(text: string): string
  /**
   * Registers a release, run on shutdown in reverse order.
   *
   * @param allowanceMs how long it may take by design, in milliseconds; 0 if it only closes something
   */
  onShutdown(name: string, release: () => Promise<unknown> | unknown, allowanceMs?: number): void
  /** Tells whoever started this process that it is ready, and at which address. */
  ready(address?: string): void
}

/** Longest a process may take to release everything before it ends by force, beyond what they asked for. */
const GRACE_MS = 60_000

/** Exit code for configuration that cannot be used: nothing was started, and starting again will not help. */
const EXIT_CONFIG = 2

/**
 * What a process starts with, whatever it is for: its configuration and its log.
 *
 * @param name goes into every log line
 * @param variables what it reads from the environment, beside {@link commonVariables}
 * @throws ConfigError naming every variable at fault
 */
export function openProcess<Shape extends z.ZodRawShape>(
  name: string,
  variables: Shape,
): Pick<Service<z.output<z.ZodObject<Shape>> & Common>, 'config' | 'log' | 'hide'> {
  const common = readEnv(commonVariables, process.env)
  const config = { ...readEnv(variables, process.env), ...common }
  useProxies(common)
  const secrets = secretsIn(variables)
  return {
    config,
    log: createLogger(name, common.LOG_LEVEL, secrets),
    hide: text => hideSecrets(text, secrets),
  }
}

/** The commit that runs here, shortened, where the host tells it, as Render does. */
export function commitHere(): string {
  return process.env.RENDER_GIT_COMMIT?.slice(0, 12) ?? 'unknown'
}

function secretsIn(variables: z.ZodRawShape): string[] {
  return secretsOf(Object.keys({ ...commonVariables, ...variables }), process.env)
}

/**
 * The life of a service process: reads its configuration, starts it, and shuts it down in order on SIGTERM, SIGINT
 * or SIGHUP, or when the process that started it goes away.
 *
 * @param name goes into every log line
 * @param variables what it reads from the environment, beside {@link commonVariables}
 * @param start opens everything; what it throws ends the process with a message
 */
export async function runService<Shape extends z.ZodRawShape>(
  name: string,
  variables: Shape,
  start: (service: Service<z.output<z.ZodObject<Shape>> & Common>) => Promise<void>,
): Promise<void> {
  let shutdown: Shutdown | undefined
  try {
    const { config, log, hide } = openProcess(name, variables)
    const opened = new Shutdown(log)
    shutdown = opened
    // Node would print the error with all that hangs on it, such as the command that Redis refused.
    process.on('uncaughtException', error => {
      log.fatal({ err: error }, 'a fault that nothing caught: this process ends')
      process.exit(1)
    })
    const stop = (reason: string) => {
      setTimeout(() => process.exit(1), GRACE_MS + opened.allowanceMs).unref()
      void opened.run(reason).then(() => process.exit(0))
    }
    process.once('SIGTERM', () => stop('SIGTERM'))
    process.once('SIGINT', () => stop('SIGINT'))
    // The terminal it was started from is gone.
    process.once('SIGHUP', () => stop('SIGHUP'))
    process.once('disconnect', () => stop('the process that started this one is gone'))
    await start({
      config,
      log,
      hide,
      onShutdown: (part, release, allowanceMs) => opened.register(part, release, allowanceMs),
      ready: address => {
        log.info({ address }, 'ready')
        process.send?.({ ready: address ?? '' })
      },
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (shutdown !== undefined) await Promise.race([shutdown.run('could not start'), sleep(GRACE_MS)])
    // What a person looks for comes last: closing logs too.
    await writeLast(`${name}: ${hideSecrets(reason, secretsIn(variables))}`)
    process.exit(error instanceof ConfigError ? EXIT_CONFIG : 1)
  }
}
