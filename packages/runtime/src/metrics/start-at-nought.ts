import type { Counter } from 'prom-client'

/**
 * Has a counter show 0 where nothing was counted yet: Prometheus takes the first number that it sees of a series for where
 * it began, and would not notice the first failure of a kind.
 */
export function startAtNought<Label extends string>(
  counter: Counter<Label>,
  labels: Readonly<Record<Label, readonly string[]>>,
): void {
  const names = Object.keys(labels) as Label[]
  const combinations = names.reduce<Partial<Record<Label, string>>[]>(
    (chosen, name) => chosen.flatMap(of => labels[name].map(value => ({ ...of, [name]: value }))),
    [{}],
  )
  for (const combination of combinations) counter.inc(combination, 0)
}
