// Loads OpenTelemetry: import it where traces are sent somewhere, and nowhere else.
export { startTracing } from './start.ts'
