export * from './client.ts'
export type { FaultOrder } from './faults.ts'
export * from './server.ts'
export * from './start.ts'
