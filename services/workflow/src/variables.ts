import {
  catalogVariables,
  economyVariables,
  moderationVariables,
  providerVariables,
  storageVariables,
  tracingVariables,
  unheldByWorkflows,
  workflowVariables,
} from '@contactsheet/runtime'

const everyTask = {
  ...storageVariables,
  ...unheldByWorkflows,
  ...tracingVariables,
  RENDER: workflowVariables.RENDER,
}

/** What the task of a batch reads from its environment. */
export const batchVariables = {
  ...everyTask,
  ...catalogVariables,
  ...workflowVariables,
  ...moderationVariables,
  // The economy lane asks providers.
  ...providerVariables,
  ...economyVariables,
}

/** What the task of a leaf reads from its environment. */
export const leafVariables = { ...everyTask, ...providerVariables }
