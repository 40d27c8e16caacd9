export type { QueueAddress } from './bullmq/backend.ts'
export { connectBullOrchestrator } from './bullmq/orchestrator.ts'
export { startBullWorkers, type Workers, type WorkersOptions } from './bullmq/workers.ts'
export * from './cancel.ts'
export * from './cancellations.ts'
export * from './leaf-runner.ts'
export { Leases } from './lease/lease.ts'
export * from './orchestrator.ts'
export { reconcile, startReconciler } from './reconciler.ts'
export * from './settle.ts'
export {
  BATCH_TASK,
  type WorkflowsOrchestrator,
  workflowsOrchestrator,
} from './workflows/orchestrator.ts'
export { connectRender, type TaskRun, type TaskRuns, type WorkflowAddress } from './workflows/task-runs.ts'
