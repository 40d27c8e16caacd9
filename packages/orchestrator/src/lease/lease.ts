import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { batchIdTime } from '@contactsheet/contract'
import type { Claimable, Claims } from '@contactsheet/storage'
import { Pulse } from './pulse.ts'
import { TIMING } from './timing.ts'

/**
 * The lease: who runs a leaf at this moment. It is what keeps two processes from paying for the same picture, under
 * either orchestrator, and a leaf that is run through {@link Leases.during} is in one of these states:
 *
 * - **held** (BullMQ only). The leaf runs in a process whose lock on its job the queue confirms, every `renewMs`. The lock
 *   keeps everybody else away, and nothing is in the store: as long as the queue works, a lease costs nothing.
 *   Ends: the run ends → free. The process dies → abandoned, `expiryMs` later. The queue confirms a renewal no more,
 *   because it was emptied, did not answer for longer than a lock lasts, or gave the job to another → lost sight of.
 * - **lost sight of** (BullMQ only). The leaf still runs, and the queue may give it to somebody else. For at most
 *   `renewMs`: its process notices at the next renewal, which calls {@link Leases.lostSightOf} → claimed.
 * - **claimed**. The leaf runs, and the store says so: a claim, good for `expiryMs`, written again every `renewMs` until
 *   the run ends. Under Render Workflows, where no queue holds anything, every leaf is claimed from the start, and so is
 *   every batch by the task that hands out its leaves: the reconciler leaves such a batch alone.
 *   Ends: the run ends → free. The process dies → abandoned, `expiryMs` later.
 * - **abandoned**. Neither lock nor live claim: the process that had it is gone. Whoever is given a job for it may run it.
 * - **free**. It does not run. What it had finished is in the store, and found there by whoever runs it next.
 *
 * Whoever is given a leaf must not run it while somebody else may have it:
 *
 * - A job taken over from a worker whose lock ran out is from a process that died, or that was only cut off. It is given
 *   `graceMs` to notice and claim; then its claim, if there is one, is waited for until it ends or runs out.
 * - A queue that was cut off may have come back as it was some time ago, restored from a copy or on a replica, and give out
 *   what still runs. So a leaf of a batch from before is not run until `graceMs` after the connection was made anew, which
 *   gives its runner the same time; then its claim is waited for.
 * - A job for a batch that was started again, after its queue was lost, comes no sooner than two reconcilings
 *   (`reconcileMs`) after the loss, or, where somebody resumed the batch, `claimedMs` after that and not before it is
 *   `secondJobMs` old; whoever still runs the leaf has claimed it by then.
 * - A second job in the process that runs the leaf already gets that run's result.
 *
 * A leaf that nobody has run is **new**, and not looked for at all. Many leaves that start share one look into the store for
 * that, which may be up to `lookMs` older than the job of one of them: somebody could have run the leaf in between, unless
 * the queue's word excludes it. So both are asked, and the queue's word is taken only for
 *
 * - the first start of the leaf's first job: not of one that was given back, delayed, or taken over;
 * - in a batch whose leaves nobody else has handed out: by the first start of its first job, while the batch is too young to
 *   have had a second (`secondJobMs`), has no leaf that has settled, and the process that does it has not stood still
 *   (`sureMs`);
 * - where no command is sent twice, so that no leaf is added again after it has run;
 * - and where the job is younger than this process' connection to the queue: one that comes back as it was some time ago,
 *   restored from a copy or on a replica, has lost all its connections in between.
 *
 * Any other leaf is looked for by its names. Where listings come late nothing changes: of a new leaf there is nothing to miss.
 *
 * A process that stands still (stopped, swapped out, its loop held) for longer than `sureMs` may have lost its lease
 * without a chance to notice, and somebody else may have run the leaf meanwhile. {@link Hold.isSure} tells a run so, and
 * the run looks into the store again before it writes anything: a leaf that has settled stays as it is.
 *
 * What the lease cannot do: keep a process from being frozen between that question and its write; and stop two that claim
 * the same leaf at the very same moment, which takes two starts of one batch by hand. Nor does a new leaf of a batch that a
 * queue runs wait for one that a start by hand has claimed within the last `lookMs`.
 */
export class Leases {
  readonly #claims: Claims
  readonly #holder: Holder
  readonly #log: LeaseLog
  readonly #onEvent: (event: LeaseEvent) => void
  readonly #owner = randomUUID()
  readonly #held = new Map<string, Held>()
  readonly #pulse = new Pulse(TIMING.renewMs, TIMING.sureMs)

  /**
   * @param holder what holds a lease while nothing is wrong: the job's lock in a queue, or a claim in the store
   * @param onEvent hears what befalls leases of this process, for those who count
   */
  constructor(
    claims: Claims,
    holder: Holder,
    log: LeaseLog,
    onEvent: (event: LeaseEvent) => void = () => {},
  ) {
    this.#claims = claims
    this.#holder = holder
    this.#log = log
    this.#onEvent = onEvent
  }

  /**
   * Runs a leaf, or hands out a batch, with the lease on it: once nobody else has it, and at most once at a time in this
   * process. Whoever comes while it runs here gets the result of that run.
   *
   * @param signal ends the waiting for others
   * @param circumstances of how it came here
   * @throws the signal's reason; KindError `storage` if the store cannot be asked; what `run` throws
   */
  during<T>(
    of: Claimable,
    run: (hold: Hold) => Promise<T>,
    signal: AbortSignal,
    circumstances: Circumstances = {},
  ): Promise<T> {
    const key = keyOf(of)
    const current = this.#held.get(key)
    // The same leaf has the same result, whoever asks.
    if (current !== undefined) return current.result as Promise<T>
    const ended = new AbortController()
    const stopsBefore = this.#pulse.stops
    const isSure = () => !this.#isLostSightOf(key) && this.#pulse.stops === stopsBefore
    let foundNew = false
    const hold: Hold = { isSure, isNew: () => foundNew && isSure() }
    const untilFree = async () => {
      foundNew = (await circumstances.isNew?.()) ?? false
      if (!foundNew) await this.#untilFree(of, signal, circumstances)
    }
    const result = untilFree()
      .then(() => (this.#holder === 'store' ? this.#claim(of) : undefined))
      .then(() => {
        if (this.#holder === 'store') this.#keepClaim(of)
        return run(hold)
      })
      .finally(() => this.#release(of))
    this.#held.set(key, { result, ended })
    return result
  }

  /** Tells that the queue no longer confirms that a leaf runs here. Does nothing if it does not run here. */
  lostSightOf(of: Claimable): void {
    const held = this.#held.get(keyOf(of))
    if (held === undefined || held.claiming !== undefined) return
    this.#onEvent('lost_sight_of')
    this.#log.warn({ ...of }, 'the queue has lost sight of a leaf that runs here: claiming it')
    this.#keepClaim(of, { atOnce: true })
  }

  /** Whether another process has a live claim. */
  async heldElsewhere(of: Claimable): Promise<boolean> {
    const claim = await this.#claims.read(of)
    return claim !== undefined && claim.owner !== this.#owner && claim.until > Date.now()
  }

  close(): void {
    this.#pulse.close()
  }

  /** From when a queue has lost sight of a leaf until it is claimed, somebody else can be given it. */
  #isLostSightOf(key: string): boolean {
    return this.#holder === 'queue' && this.#held.get(key)?.claiming !== undefined
  }

  async #untilFree(of: Claimable, signal: AbortSignal, circumstances: Circumstances): Promise<void> {
    const { takenOver = false, reconnectedAt = Number.NEGATIVE_INFINITY } = circumstances
    if (takenOver) this.#onEvent('taken_over')
    const batchAt = batchIdTime(of.batchId)
    const isForgotten = batchAt < reconnectedAt
    // In a queue that works nobody else can have a leaf of a young batch.
    const isYoung = Date.now() - batchAt < TIMING.secondJobMs
    if (this.#holder === 'queue' && isYoung && !takenOver && !isForgotten) return
    const graceUntil = (takenOver ? Date.now() : reconnectedAt) + TIMING.graceMs
    if ((takenOver || isForgotten) && Date.now() < graceUntil)
      await sleep(graceUntil - Date.now(), undefined, { signal })
    for (let waits = 0; await this.heldElsewhere(of); waits++) {
      if (waits === 0) {
        this.#onEvent('waited')
        this.#log.info({ ...of }, 'under way in another process: waiting for it')
      }
      await sleep(TIMING.pollMs, undefined, { signal })
    }
  }

  async #claim(of: Claimable): Promise<void> {
    await this.#claims.write(of, { owner: this.#owner, until: Date.now() + TIMING.expiryMs })
  }

  /** Claims again and again until the run has ended. */
  #keepClaim(of: Claimable, { atOnce = false } = {}): void {
    const held = this.#held.get(keyOf(of))
    if (held === undefined) return
    const { signal } = held.ended
    const keep = async () => {
      for (let waitMs = atOnce ? 0 : TIMING.renewMs; !signal.aborted; waitMs = TIMING.renewMs) {
        await sleep(waitMs, undefined, { signal }).catch(() => {})
        if (!signal.aborted) await this.#claim(of).catch((error: unknown) => this.#failed(of, error))
      }
    }
    held.claiming = keep()
  }

  async #release(of: Claimable): Promise<void> {
    const held = this.#held.get(keyOf(of))
    this.#held.delete(keyOf(of))
    held?.ended.abort()
    if (held?.claiming === undefined) return
    await held.claiming
    // A claim that stays runs out by itself.
    await this.#claims.delete(of).catch((error: unknown) => this.#failed(of, error))
  }

  #failed(of: Claimable, error: unknown): void {
    this.#log.warn({ ...of, err: error }, 'could not write that something runs here')
  }
}

/** What a run knows of its lease. */
export interface Hold {
  /** Whether nobody else can have run the same meanwhile. If not, what is in the store counts, not what the run has. */
  isSure(): boolean
  /** Whether nobody has ever run it, so that there is nothing of it in the store. Never once it is not sure. */
  isNew(): boolean
}

/** How a leaf came to this process. */
export interface Circumstances {
  /** Whether the queue took it from another process, which may still run it. */
  takenOver?: boolean
  /** When the queue was there again after it had been cut off, in milliseconds since the epoch; undefined if it never was. */
  reconnectedAt?: number | undefined
  /** Looks whether nobody has ever run it: then there is nobody to wait for. */
  isNew?: () => Promise<boolean>
}

/** What holds a lease while nothing is wrong. */
export type Holder = 'queue' | 'store'

/**
 * What can befall a lease: the queue has lost sight of what runs here; what comes was taken over from a process that the queue
 * lost; another process has it, and is waited for.
 */
export type LeaseEvent = 'lost_sight_of' | 'taken_over' | 'waited'

/** Where the lease says what happened. */
export interface LeaseLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/** What runs in this process. */
interface Held {
  result: Promise<unknown>
  /** Aborted once the run has ended. */
  ended: AbortController
  /** Writes the claim again and again, where there is one; comes to its end with the run. */
  claiming?: Promise<void>
}

function keyOf({ batchId, leafId }: Claimable): string {
  return leafId === undefined ? batchId : `${batchId}.${leafId}`
}
