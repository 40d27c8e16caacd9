import { REASON } from './advice.ts'
import { count, duration } from './format.ts'
import { type Bar, endOf } from './timeline.ts'
import { type Part, partsOf, STEP_NAMES } from './timeline-parts.ts'

/** What a bar says, in words: how long the leaf waited, what it ran for, and what it was tried again after. */
export function barInWords(bar: Bar, nowMs: number): string {
  const { leaf, askedMs, startMs, startUnknown } = bar
  const state = leaf.phase ?? leaf.state
  const waited = startUnknown || startMs === askedMs ? '' : ` waited ${short(startMs - askedMs)},`
  const ran = `${bar.open ? 'has run' : 'ran'} ${short(endOf(bar, nowMs) - startMs)}`
  const parts = partsOf(bar, nowMs)
  return `${state};${waited} ${ran}${stepsInWords(leaf.steps)}${triesInWords(parts)}${unknownTries(bar)}`
}

function stepsInWords(steps: Bar['leaf']['steps'] = {}): string {
  const told = Object.entries(steps)
    .filter(([, ms]) => ms >= 1)
    .sort(([a], [b]) => STEP_NAMES.indexOf(a) - STEP_NAMES.indexOf(b))
    .map(([name, ms]) => `${name} ${short(ms)}`)
  return told.length === 0 ? '' : `: ${told.join(', ')}`
}

function triesInWords(parts: readonly Part[]): string {
  const told = parts.flatMap(part => {
    const took = short(part.endMs - part.startMs)
    if (part.kind === 'try') return [`${REASON[part.ended].toLowerCase()} after ${took}`]
    return part.kind === 'wait' ? [`waited ${took}`] : []
  })
  return told.length === 0 ? '' : `; before: ${told.join(', ')}`
}

/** Records of earlier releases count the attempts and say nothing of each. */
function unknownTries({ leaf: { attempts = 0, retries } }: Bar): string {
  return attempts > 1 && retries === undefined ? `; in ${count(attempts)} attempts` : ''
}

function short(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : duration(ms)
}
