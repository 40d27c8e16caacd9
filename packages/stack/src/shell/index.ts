export * from './errors.ts'
export { Interrupted } from './interruption.ts'
export { type Invocation, runCommand } from './run.ts'
