import { Gauge, type Registry } from 'prom-client'

/** What a process knows of the budget of a token. */
export interface KnownBudget {
  token: string
  period: 'day' | 'month'
  limitUsd: number
  spentUsd: number
  reservedUsd: number
}

/**
 * Measures the budgets of tokens as the process knows them, of whatever it accepted or was asked last: a scrape reads
 * nothing from the store.
 *
 * @param known of the day and month it is
 */
export function watchBudgets(registers: Registry[], known: () => KnownBudget[]): void {
  const gauge = (kind: 'limit' | 'spent' | 'reserved', help: string) =>
    new Gauge({
      name: `contactsheet_budget_${kind}_usd`,
      help: `${help}, in USD, by token and period (UTC).`,
      labelNames: ['token', 'period'],
      registers,
      collect() {
        this.reset()
        for (const { token, period, ...usd } of known()) this.set({ token, period }, usd[`${kind}Usd`])
      },
    })
  gauge('limit', 'What the token may spend')
  gauge('spent', 'What its settled batches came to, as this process last read')
  gauge('reserved', 'What is reserved for its batches that have not settled, as this process last read')
}
