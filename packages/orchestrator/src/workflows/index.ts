// What a task process needs, and nothing of the queue: it must start fast.
export { Cancellations } from '../cancellations.ts'
export type { RunLeaf } from '../run-leaf.ts'
export { type BatchTask, FanOutRefused, type LeafAnswer, runBatchTask } from './batch-task.ts'
export { failureText } from './failure-text.ts'
export { runLeafTask } from './leaf-task.ts'
