import { type Batch, type BudgetView, batchIdDay, mostUsd, roundUsd } from '@contactsheet/contract'
import type { ApiToken } from '@contactsheet/runtime'
import type { KnownBudget } from '@contactsheet/runtime/metrics'
import type { BatchStore, BudgetLedger, Spending } from '@contactsheet/storage'
import { HttpProblem } from '../http/problem.ts'

/** What a token may spend, in USD; undefined: as much as it does. */
type Budget = Pick<ApiToken, 'dayUsd' | 'monthUsd'>

/** One limit of a budget, with what has become of it. */
interface Period extends Spending {
  name: 'day' | 'month'
  limitUsd: number
  leftUsd: number
  /** When the next one begins. */
  renewsAt: string
}

/**
 * The budgets of tokens. A batch counts for the token that it was accepted of, on the day and in the month (UTC) in which
 * it was: with its estimate until it has settled, then with what it cost and what may have been charged beside that.
 */
export class Budgets {
  readonly #store: Pick<BatchStore, 'budgets' | 'usage'>
  readonly #budgets: ReadonlyMap<string, Budget>

  constructor(store: Pick<BatchStore, 'budgets' | 'usage'>, tokens: readonly ApiToken[] = []) {
    this.#store = store
    this.#budgets = new Map(
      tokens.flatMap(({ name, dayUsd, monthUsd }) =>
        name === undefined || (dayUsd ?? monthUsd) === undefined ? [] : [[name, { dayUsd, monthUsd }]],
      ),
    )
  }

  /**
   * Looks whether there is room for a batch, and reserves nothing.
   *
   * @throws HttpProblem 402 if not
   */
  async check(batch: Batch): Promise<void> {
    const held = this.#of(batch)
    if (held === undefined) return
    await held.ledger.read()
    assertRoom(batch, held, mostUsd(batch), 'The batch is estimated at')
  }

  /**
   * Reserves what a batch is estimated at. Repeating it changes nothing.
   *
   * @throws HttpProblem 402 if there is no room for it; 409 if many reserve at once
   */
  async reserve(batch: Batch): Promise<void> {
    const held = this.#of(batch)
    if (held === undefined) return
    const reserved = await held.ledger.reserve(batch.id, mostUsd(batch), missing =>
      assertRoom(batch, held, missing, 'The batch is estimated at'),
    )
    if (reserved === undefined) throw busy(held.token)
  }

  /**
   * Reserves what leaves of a settled batch that are to run again may cost, beside what it came to. A batch that was
   * accepted while its token had no budget counts for none, neither then nor now.
   *
   * @param usd what they may cost
   * @returns how many reservations it has then; undefined if it counts for no budget
   * @throws HttpProblem as {@link reserve} does
   */
  async reserveAgain(batch: Batch, usd: number): Promise<number | undefined> {
    const held = this.#of(batch)
    if (held === undefined) return undefined
    const { ledger, token } = held
    await ledger.read()
    if (ledger.reservationsOf(batch.id) === 0) return undefined
    const reserved = await ledger.reserve(batch.id, usd, missing =>
      assertRoom(batch, held, missing, AGAIN, true),
    )
    if (reserved === undefined) throw busy(token)
    return reserved
  }

  /**
   * Looks whether there is room for what leaves may cost beside what a batch came to, and reserves nothing.
   *
   * @throws HttpProblem 402 if not
   */
  async checkAgain(batch: Batch, usd: number): Promise<void> {
    const held = this.#of(batch)
    if (held === undefined) return
    await held.ledger.read()
    if (held.ledger.reservationsOf(batch.id) > 0) assertRoom(batch, held, usd, AGAIN, true)
  }

  /** Gives back what was reserved for a batch that did not start. */
  async release({ id, madeBy, ...batch }: Batch): Promise<void> {
    const held = this.#of({ id, madeBy, ...batch })
    if (held === undefined) return
    await this.#store.usage.release(id, held.token, held.ledger.reservationsOf(id))
  }

  /** How the budgets stand now, by token. */
  async standing(): Promise<Map<string, BudgetView>> {
    const today = new Date().toISOString().slice(0, 10)
    const standing = new Map<string, BudgetView>()
    for (const [token, budget] of this.#budgets) {
      const ledger = this.#store.budgets.of(token, monthOf(today))
      await ledger.read()
      const views = periodsOf(budget, ledger, today).map(({ name, ...period }) => [name, period] as const)
      standing.set(token, Object.fromEntries(views))
    }
    return standing
  }

  /** The same as last read. */
  known(): KnownBudget[] {
    const today = new Date().toISOString().slice(0, 10)
    return [...this.#budgets].flatMap(([token, budget]) =>
      periodsOf(budget, this.#store.budgets.of(token, monthOf(today)), today).map(
        ({ name, limitUsd, spentUsd, reservedUsd }) => ({
          token,
          period: name,
          limitUsd,
          spentUsd,
          reservedUsd,
        }),
      ),
    )
  }

  #of({ id, madeBy }: Batch): Held | undefined {
    const budget = madeBy === undefined ? undefined : this.#budgets.get(madeBy)
    if (madeBy === undefined || budget === undefined) return undefined
    return { token: madeBy, budget, ledger: this.#store.budgets.of(madeBy, monthOf(batchIdDay(id))) }
  }
}

const AGAIN = 'Running it again may cost'

/** What a batch counts for. */
interface Held {
  token: string
  budget: Budget
  ledger: BudgetLedger
}

/** @throws HttpProblem 402 if a budget has less left than is asked of it */
function assertRoom(batch: Batch, held: Held, askedUsd: number, what: string, isLate = false): void {
  const periods = periodsOf(held.budget, held.ledger, batchIdDay(batch.id))
  // The month where both are short: a new day would not help.
  const short = periods.findLast(({ leftUsd }) => leftUsd < askedUsd)
  if (short === undefined) return
  const { name, limitUsd, renewsAt } = short
  const leftUsd = Math.min(...periods.map(period => period.leftUsd))
  const isTooLarge = askedUsd > limitUsd
  const advice = isLate
    ? `It counts on the day on which it was accepted, ${batchIdDay(batch.id)}. What a new batch asks for counts on its own.`
    : isTooLarge
      ? 'That is more than all of it: split the batch.'
      : `It renews at ${renewsAt}.`
  throw new HttpProblem(
    402,
    `Over budget: ${what} $${askedUsd}, and the token "${held.token}" has $${leftUsd} left of $${limitUsd} a ${name} (${name}Usd in TOKEN_RIGHTS). ${advice}`,
    { budget: { leftUsd, askedUsd, ...(isLate || isTooLarge ? {} : { renewsAt }) } },
  )
}

function busy(token: string): HttpProblem {
  return new HttpProblem(
    409,
    `Many batches are being accepted for the budget of the token "${token}". Try again in 1 second.`,
    { headers: { 'retry-after': '1' } },
  )
}

/** The limits of a budget with what has become of them, the shorter first. */
function periodsOf({ dayUsd, monthUsd }: Budget, ledger: BudgetLedger, day: string): Period[] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const period = (name: Period['name'], limitUsd: number, spending: Spending, next: number): Period => ({
    name,
    limitUsd,
    ...spending,
    leftUsd: Math.max(0, roundUsd(limitUsd - spending.spentUsd - spending.reservedUsd)),
    renewsAt: new Date(next).toISOString(),
  })
  return [
    ...(dayUsd === undefined
      ? []
      : [period('day', dayUsd, ledger.spending(day), Date.UTC(year, month - 1, date + 1))]),
    ...(monthUsd === undefined ? [] : [period('month', monthUsd, ledger.spending(), Date.UTC(year, month))]),
  ]
}

function monthOf(day: string): string {
  return day.slice(0, 7)
}
