import { createRequire } from 'node:module'

type WorkflowsSdk = typeof import('@renderinc/sdk/workflows')

/**
 * The Render SDK, loaded within this turn of the event loop: it starts to serve at the end of the turn in which the first
 * task is defined, and an import would take turns.
 *
 * @throws Error with how to install it if it is missing
 */
export function loadSdk(): WorkflowsSdk {
  try {
    return createRequire(import.meta.url)('@renderinc/sdk/workflows')
  } catch (error) {
    throw new Error(
      'The workflow service needs @renderinc/sdk, which is not installed. Add "npm run add-render-sdk" to its build command, before "node services/workflow/build.ts".',
      { cause: error },
    )
  }
}
