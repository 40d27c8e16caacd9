const DAY_MS = 86_400_000

/** The day so many days after one, as in `2026-11-26`. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Today, in UTC, as the API counts days. */
export function today(now: Date = new Date()): string {
  return now.toISOString().slice(0, 10)
}
