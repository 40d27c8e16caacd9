import type { Answer, Ask } from './ask.ts'
import type { Fault, FaultKind } from './faults.ts'

/** Faults that are an answer of their own, in the provider's words. */
export type SpokenFault = Exclude<
  FaultKind,
  'garbage' | 'truncated' | 'huge' | 'hang' | 'reset' | 'cut' | 'slow'
>

/** How one provider's API words its answers. */
export interface Dialect {
  /** @param pictures encoded pictures, or what a fault made of them */
  answer(ask: Ask, pictures: readonly Buffer[]): Answer
  fault(kind: SpokenFault, fault: Fault, ask: Ask): Answer
}
