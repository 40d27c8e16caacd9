export * from './api.ts'
export * from './gauges.ts'
export * from './server.ts'
export * from './worker.ts'
