import type { KindError, Verdict } from '@contactsheet/contract'

/** A queue of leaves. */
interface LeafQueueName {
  queue: string
  /** The provider or the model whose limits hold for it. */
  limitedBy: string
}

/** Hears how leaves come and go in this process, queue by queue. */
export interface SlotObserver {
  /**
   * @param slots leaves of the queue that this process runs at once at most
   * @param together what all processes may run at once, if that is limited
   */
  opened(queue: LeafQueueName, slots: number, together: number | undefined): void
  /** @returns called once the leaf has left its slot */
  started(queue: LeafQueueName): () => void
  /** An attempt has failed, and another follows. */
  triedAgain(
    queue: LeafQueueName,
    kind: KindError['kind'],
    verdict: Exclude<Verdict, { next: 'settle' }>,
  ): void
}

/** For whom nobody listens. */
export const UNOBSERVED: SlotObserver = {
  opened() {},
  started: () => () => {},
  triedAgain() {},
}
