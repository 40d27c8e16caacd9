import { printJson } from '../tools.ts'
import type { Check } from './check.ts'

/** Columns that the longest state and most names take. */
const STATE_WIDTH = 7
const NAME_WIDTH = 16

/**
 * Tells checks, one a line as each is made, or all as one JSON document.
 *
 * @returns exit code: 1 if anything is at fault
 */
export async function tellChecks(checks: AsyncIterable<Check>, json: true | undefined): Promise<number> {
  const all: Check[] = []
  for await (const check of checks) {
    all.push(check)
    if (!json) console.log(lineOf(check))
  }
  const count = (state: Check['state']) => all.filter(check => check.state === state).length
  const faults = count('fault')
  if (json) printJson({ ok: faults === 0, checks: all })
  else console.log(`\n${count('ok')} ok, ${count('warning')} to look at, ${faults} at fault`)
  return faults === 0 ? 0 : 1
}

export function lineOf({ name, state, found, remedy }: Check): string {
  const sentence = /[.!?…)]$/.test(found) || remedy === undefined ? found : `${found}.`
  const told = remedy === undefined ? sentence : `${sentence} ${remedy}`
  return `${state.padEnd(STATE_WIDTH)}  ${name.padEnd(NAME_WIDTH)}  ${told.replaceAll(/\s+/g, ' ')}`
}
