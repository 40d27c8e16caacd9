export * from './parse-table.ts'
export * from './problem.ts'
