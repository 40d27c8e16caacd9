/**
 * How much of the workspace is installed: what `npm run batch` runs, everything that runs in production with the page, or
 * all of it. Each includes those before it.
 *
 * @typedef {'batch' | 'start' | 'development'} Level
 */

/** @type {Level[]} */
const LEVELS = ['batch', 'start', 'development']

/** The command, and the services that it starts in processes of their own. */
const BATCH = ['command', 'api', 'worker', 'emulator']

/**
 * Where pnpm puts packages of which not every file stays. Under another name than its own, so that an installation of all
 * that follows, be it by hand, lays them anew and whole.
 */
export const LEAN_STORE = 'node_modules/.lean'

// The lock file comes with the programs that it names, and is checked against the registry in development.
const LEAN = ['--prod', '--trust-lockfile', `--virtual-store-dir=${LEAN_STORE}`]

/** @type {Record<Level, string[]>} what `pnpm install` is told */
export const FLAGS = {
  batch: [...LEAN, ...BATCH.map(name => `--filter=@contactsheet/${name}...`)],
  start: LEAN,
  development: [],
}

/**
 * Whether what was installed will do. Nothing does for a level that is not known.
 *
 * @param {string | undefined} installed
 * @param {Level} wanted
 */
export function includes(installed, wanted) {
  return LEVELS.indexOf(installed) >= LEVELS.indexOf(wanted)
}
