// Loads OpenTelemetry: import it where traces are sent somewhere, and nowhere else.
export { startTracing, type Tracing, type TracingOptions } from './start.ts'
