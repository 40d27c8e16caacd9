/**
 * How long a provider is asked to take a job, or for the results of one, before these count as lost, in milliseconds: as long as it
 * takes for a job itself.
 */
export const PATIENCE_MS = 24 * 3_600_000
