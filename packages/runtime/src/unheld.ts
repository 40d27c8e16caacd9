import { z } from 'zod'

/** Why Render Workflows take no PROVIDER_LIMITS. */
export const LIMITS_UNHELD =
  "cannot be kept by Render Workflows, whose tasks share no counter. Unset it for the workflow service and for an API with ORCHESTRATOR=workflows: LEAF_WINDOW says how many leaves of one batch run at once, and a provider's own limits are waited out."

/** What Render Workflows cannot keep, and nobody must rely on there. */
export const unheldByWorkflows = { PROVIDER_LIMITS: z.undefined({ error: LIMITS_UNHELD }) }
