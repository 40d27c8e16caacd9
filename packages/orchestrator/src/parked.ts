/**
 * Why a leaf has no record that was due while its batch was paused: its job or task ended without running it. It is handed
 * out again once the batch goes on. A worker of a release that knows no pause takes the sentence for a reason like others.
 */
export const PARKED = 'The batch was paused before this leaf ran.'

/** The same as the answer of a leaf's task: what a task throws the platform tries again. */
export interface ParkedAnswer {
  parked: true
}

export function isParked(answer: unknown): answer is ParkedAnswer {
  return typeof answer === 'object' && answer !== null && 'parked' in answer && answer.parked === true
}
