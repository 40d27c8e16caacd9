import type { Series } from '../run-workload.ts'
import { printTable } from '../table.ts'
import { FIGURES } from './figures.ts'

/** Prints the table of a workload: a row for each figure that somebody has, a column for each contender. */
export function printWorkload(title: string, all: readonly Series[]): void {
  const rows = FIGURES.map(({ title, of }) => [title, ...all.map(series => of(series, all) ?? '')])
  const header = ['', ...all.map(series => series.title)]
  printTable(
    title,
    header,
    rows.filter(([, ...cells]) => cells.some(cell => cell !== '')),
  )
}
