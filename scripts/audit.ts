import { spawnSync } from 'node:child_process'
import manifest from '../package.json' with { type: 'json' }

// Asks the registry whether anything that runs in production has a known hole. Fails for serious ones only, and not
// where nobody answers: on a machine without a network, or with a registry that keeps no such list.

const TIMEOUT_MS = 60_000

/** The pinned pnpm, as npm knows it. */
const { packageManager } = manifest

const { stdout } = spawnSync('npx', ['-y', packageManager, 'audit', '--prod', '--json'], {
  encoding: 'utf8',
  timeout: TIMEOUT_MS,
})
const found = severities(stdout ?? '')
if (found === undefined) console.log('Not audited: the registry gave no answer.')
else {
  const { high = 0, critical = 0, ...lesser } = found
  console.log(
    `Known holes: ${critical} critical, ${high} high, ${sum(lesser)} lesser. See pnpm audit --prod.`,
  )
  if (high + critical > 0) process.exitCode = 1
}

/** How many there are of each severity; undefined if this is not what an audit answers. */
function severities(answer: string): Record<string, number> | undefined {
  try {
    return JSON.parse(answer).metadata?.vulnerabilities
  } catch {
    return undefined
  }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
