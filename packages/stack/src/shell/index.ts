export * from './errors.ts'
export { Interrupted, type Interruption } from './interruption.ts'
export { type Invocation, runCommand } from './run.ts'
