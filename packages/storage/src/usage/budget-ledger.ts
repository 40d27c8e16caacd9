import { batchIdDay } from '@contactsheet/contract'
import pLimit from 'p-limit'
import { agree, decisionIn } from '../agreement.ts'
import { BUDGETS, ledgerFolder, reservationFolder } from '../layout.ts'
import type { ObjectStore } from '../object-store.ts'
import { spentUsd, type UsageNote, type UsageNotes } from './usage-notes.ts'

/** Notes read, or objects deleted, at once. */
const CALLS_AT_ONCE = 16

/** Ledgers remembered: of each token that asks, this month's. */
const MOST_LEDGERS = 500

/** Comes behind everything in a folder. */
const BEHIND = '~'

/** An amount on its way through a batch, in millionths of a dollar. */
interface Account {
  /** In their order. */
  reservations: { number: number; value: string; amount: number }[]
  /** What it came to when last seen. */
  note?: UsageNote
}

/** Sums of a token, in USD. */
export interface Spending {
  /** What settled batches came to. */
  spentUsd: number
  /** What those that have not settled may still cost. */
  reservedUsd: number
}

/** A reservation that has not been ended. */
export interface OpenReservation {
  batchId: string
  /** Reservations of this batch, the ended ones included. */
  reservations: number
}

/**
 * What a token has reserved in a month for the batches that were accepted in it.
 *
 * Processes that share nothing but the store must not spend the same dollar twice, and a store has no transaction. So the
 * reservations of a token and month are numbered, and each number is an {@link agree agreement} of its own: whoever wants
 * to reserve reads all there are, sees that there is room, and proposes `<batch>-<millionths of a dollar>` for the next
 * number. If somebody else gets that, the room is looked at again. So every reservation was made by somebody who knew all
 * before it, and those who died in the middle leave at most one that counts for nothing done, which upkeep ends.
 *
 * Nothing is ever taken out. A batch that has settled has a {@link UsageNote}, which says how many of its reservations
 * it ends: what it came to counts in their place. Reservations behind those count in full.
 *
 * What was read is kept, and only what came since is read: a listing of the reservations behind the last one, and of each
 * day with a batch that has not settled the names of its notes.
 */
export class BudgetLedger {
  readonly #objects: ObjectStore
  readonly #usage: UsageNotes
  readonly #token: string
  readonly #month: string
  /** By batch. */
  readonly #accounts = new Map<string, Account>()
  /** Number of the next reservation. */
  #next = 0
  /** Within a process one at a time, so that only processes get in each other's way. */
  readonly #turn = pLimit(1)

  constructor(objects: ObjectStore, usage: UsageNotes, token: string, month: string) {
    this.#objects = objects
    this.#usage = usage
    this.#token = token
    this.#month = month
  }

  /** Reads what has come since. */
  async read(): Promise<void> {
    await this.#turn(() => this.#read())
  }

  /**
   * Holds an amount for a batch, beside what it has come to. What is held already is not held again, so that this can be
   * repeated, by anybody.
   *
   * @param admit is told how much more is to be reserved, in USD, and throws if there is no room for that
   * @returns how many reservations the batch has then; undefined if others reserve at the same moment, over and over: try
   *   again later
   */
  async reserve(
    batchId: string,
    usd: number,
    admit: (missingUsd: number) => void,
  ): Promise<number | undefined> {
    return this.#turn(async () => {
      await this.#read()
      for (;;) {
        const missing = millionths(usd) - this.#heldFor(batchId)
        if (missing <= 0) return this.reservationsOf(batchId)
        admit(missing / 1e6)
        const folder = reservationFolder(this.#token, this.#month, this.#next)
        const value = await agree(this.#objects, folder, `${batchId}-${missing}`)
        if (value === undefined) return undefined
        // Whoever got it: what is missing is looked at again.
        this.#enter(value)
      }
    })
  }

  /** Sums as last read. @param day of the month, as in `2026-11-26`; undefined for all of it */
  spending(day?: string): Spending {
    let [spent, reserved] = [0, 0]
    for (const [batchId, account] of this.#accounts) {
      if (day !== undefined && batchIdDay(batchId) !== day) continue
      const { note } = account
      // A batch that another token's request made in the end counts there.
      if (note?.token === this.#token) spent += millionths(spentUsd(note))
      reserved += openAmount(account)
    }
    return { spentUsd: spent / 1e6, reservedUsd: reserved / 1e6 }
  }

  /** How many reservations a batch has, as last read. */
  reservationsOf(batchId: string): number {
    return this.#accounts.get(batchId)?.reservations.length ?? 0
  }

  /** What has not been ended, as last read. */
  open(): OpenReservation[] {
    return [...this.#accounts]
      .filter(([, account]) => openReservations(account).length > 0)
      .map(([batchId, { reservations }]) => ({ batchId, reservations: reservations.length }))
  }

  /** When the last reservation of a batch was made, in milliseconds since the epoch; 0 if nobody can tell. */
  async reservedAt(batchId: string): Promise<number> {
    const last = this.#accounts.get(batchId)?.reservations.at(-1)
    if (last === undefined) return 0
    const folder = reservationFolder(this.#token, this.#month, last.number)
    for await (const key of this.#objects.list(folder))
      if (decisionIn(key.slice(folder.length)) === last.value)
        return (await this.#objects.stat(key))?.lastModified.getTime() ?? 0
    return 0
  }

  #heldFor(batchId: string): number {
    const account = this.#accounts.get(batchId)
    return account === undefined ? 0 : openAmount(account)
  }

  async #read(): Promise<void> {
    const folder = ledgerFolder(this.#token, this.#month)
    const last = this.#next - 1
    const after = last < 0 ? {} : { after: reservationFolder(this.#token, this.#month, last) + BEHIND }
    for await (const key of this.#objects.list(folder, after)) {
      const [number, name = ''] = key.slice(folder.length).split('/')
      const value = decisionIn(name)
      // One without a decision may have been decided all the same: whoever proposes for it finds out, before any behind it.
      if (value !== undefined && Number(number) === this.#next) this.#enter(value)
    }
    await this.#readNotes()
  }

  async #readNotes(): Promise<void> {
    const open = new Set(this.open().map(({ batchId }) => batchId))
    const found: string[] = []
    for (const day of new Set([...open].map(batchIdDay)))
      for await (const batchId of this.#usage.batchesOf(day)) if (open.has(batchId)) found.push(batchId)
    await pLimit(CALLS_AT_ONCE).map(found, async batchId => {
      const [account, note] = [this.#accounts.get(batchId), await this.#usage.note(batchId)]
      if (account !== undefined && note !== undefined) account.note = note
    })
  }

  #enter(value: string): void {
    const dash = value.lastIndexOf('-')
    const [batchId, amount] = [value.slice(0, dash), Number(value.slice(dash + 1))]
    const account = this.#accounts.get(batchId) ?? { reservations: [] }
    account.reservations.push({ number: this.#next++, value, amount })
    this.#accounts.set(batchId, account)
  }
}

/** The ledgers of a store. Of each token and month a process has one, which all that it does go through. */
export class BudgetLedgers {
  readonly #objects: ObjectStore
  readonly #usage: UsageNotes
  readonly #ledgers = new Map<string, BudgetLedger>()

  constructor(objects: ObjectStore, usage: UsageNotes) {
    this.#objects = objects
    this.#usage = usage
  }

  /** @param month as in `2026-11` */
  of(token: string, month: string): BudgetLedger {
    const name = `${token}/${month}`
    const ledger = this.#ledgers.get(name) ?? new BudgetLedger(this.#objects, this.#usage, token, month)
    this.#ledgers.delete(name)
    this.#ledgers.set(name, ledger)
    const [oldest] = this.#ledgers.keys()
    if (this.#ledgers.size > MOST_LEDGERS && oldest !== undefined) this.#ledgers.delete(oldest)
    return ledger
  }

  /** The months for which there are ledgers, with their tokens. */
  async *all(): AsyncGenerator<{ token: string; month: string }> {
    for await (const token of this.#objects.folders(BUDGETS))
      for await (const month of this.#objects.folders(`${BUDGETS}${token}/`)) yield { token, month }
  }

  async delete(token: string, month: string): Promise<void> {
    const keys = await Array.fromAsync(this.#objects.list(ledgerFolder(token, month)))
    await pLimit(CALLS_AT_ONCE).map(keys, key => this.#objects.delete(key))
  }
}

function openReservations({ reservations, note }: Account): Account['reservations'] {
  return reservations.slice(note?.reservations ?? 0)
}

function openAmount(account: Account): number {
  return openReservations(account).reduce((sum, { amount }) => sum + amount, 0)
}

function millionths(usd: number): number {
  return Math.round(usd * 1e6)
}
