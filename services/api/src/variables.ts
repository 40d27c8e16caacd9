import {
  apiVariables,
  brandVariables,
  catalogVariables,
  choresVariables,
  moderationVariables,
  nudgeVariables,
  orchestratorVariables,
  storageVariables,
  tracingVariables,
} from '@contactsheet/runtime'
import { optionalQueueVariables } from './orchestrator.ts'

/** What the API reads from its environment. */
export const variables = {
  ...apiVariables,
  ...brandVariables,
  ...catalogVariables,
  ...optionalQueueVariables,
  ...orchestratorVariables,
  ...storageVariables,
  ...choresVariables,
  ...moderationVariables,
  ...nudgeVariables,
  ...tracingVariables,
}
