export * from './request.ts'
