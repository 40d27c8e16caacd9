import {
  catalogVariables,
  choresVariables,
  providerVariables,
  queueVariables,
  storageVariables,
  tracingVariables,
  workerVariables,
} from '@contactsheet/runtime'

/** What a worker reads from its environment. */
export const variables = {
  ...queueVariables,
  ...catalogVariables,
  ...storageVariables,
  ...providerVariables,
  ...workerVariables,
  ...choresVariables,
  ...tracingVariables,
}
