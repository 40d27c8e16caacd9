export * from './batch-task.ts'
export * from './leaf-task.ts'
