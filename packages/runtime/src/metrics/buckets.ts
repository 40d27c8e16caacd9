/** Seconds, for requests and what else takes milliseconds unless something is wrong. */
export const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120]

/** Seconds, for calls to the store: from a disk's answer to that of a bucket far away that was asked three times. */
export const STORE_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 45]

/** Seconds, for what models take: most pictures come within 4 to 60, and none is waited for longer than 300. */
export const LEAF_SECONDS = [0.5, 1, 2, 4, 6, 8, 12, 16, 24, 32, 45, 60, 90, 120, 180, 300]

/** Seconds, for the steps of a leaf: to compose and to store takes milliseconds, to generate what a model takes. */
export const STEP_SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 2, 4, 8, 12, 16, 24, 32, 45, 60, 90, 120, 180, 300]

/** Seconds, for waits: from a turn that comes at once to the quarter of an hour that a leaf may wait in all. */
export const WAIT_SECONDS = [0.01, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900]
