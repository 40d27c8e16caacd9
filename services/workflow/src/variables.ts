import {
  catalogVariables,
  moderationVariables,
  providerVariables,
  storageVariables,
  unheldByWorkflows,
  workflowVariables,
} from '@contactsheet/runtime'

const everyTask = { ...storageVariables, ...unheldByWorkflows, RENDER: workflowVariables.RENDER }

/** What the task of a batch reads from its environment. */
export const batchVariables = {
  ...everyTask,
  ...catalogVariables,
  ...workflowVariables,
  ...moderationVariables,
}

/** What the task of a leaf reads from its environment. */
export const leafVariables = { ...everyTask, ...providerVariables }
