export * from './parse-table.ts'
export * from './problem.ts'
export * from './write-csv.ts'
