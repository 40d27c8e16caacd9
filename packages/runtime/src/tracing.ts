import type { z } from 'zod'
import type { Service } from './service.ts'
import type { tracingVariables } from './variables.ts'

export type TracingConfig = z.output<z.ZodObject<typeof tracingVariables>>

/** Whether traces are made. */
export function isTraced(config: Partial<TracingConfig>): boolean {
  const endpoint = config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? config.OTEL_EXPORTER_OTLP_ENDPOINT
  return endpoint !== undefined && config.OTEL_SDK_DISABLED !== true
}

/**
 * Has traces of this process made and sent, if the configuration says where to. OpenTelemetry is loaded then, and else never.
 *
 * @param service name of the process, as on its log lines
 * @returns what to close when the process ends; undefined where no traces are made, or can be: that stops nobody
 */
export async function openTracing(
  service: string,
  { config, log, hide }: Pick<Service<TracingConfig>, 'config' | 'log' | 'hide'>,
) {
  if (!isTraced(config)) return undefined
  try {
    const { startTracing } = await import('@contactsheet/telemetry/otel')
    return startTracing({
      service: `contactsheet-${service}`,
      sampler: config.OTEL_TRACES_SAMPLER,
      ratio: config.OTEL_TRACES_SAMPLER_ARG,
      hide,
      onLost: reason =>
        log.warn({ reason }, 'traces cannot be sent (OTEL_EXPORTER_OTLP_ENDPOINT): this is said once'),
    })
  } catch (error) {
    log.warn({ err: error }, 'traces cannot be made')
    return undefined
  }
}
