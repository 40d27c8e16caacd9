export * from './download.ts'
export * from './request.ts'
