export * from './child.ts'
export * from './postgres/index.ts'
