// What a task process needs, and nothing of the queue: it must start fast.
export { BatchMarks } from '../batch-marks.ts'
export { createLaneRunner } from '../lane-runner.ts'
export { createLeafRunner } from '../leaf-runner.ts'
export { Leases } from '../lease/lease.ts'
export { batchTask, type LeafAnswer } from './batch-task.ts'
export { failureText } from './failure-text.ts'
export { leafTask } from './leaf-task.ts'
