// Adds the Render SDK, which the lock file leaves out, to the packages that load it: for a build on Render, or for trying
// Workflows on this machine, and not to be committed there.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import manifest from '../package.json' with { type: 'json' }

const SDK = '@renderinc/sdk'
const RANGE = '^1.7'

/** What loads it: a package's folder, and the module it loads. */
const USERS = [
  { folder: 'packages/orchestrator', module: SDK },
  { folder: 'services/workflow', module: `${SDK}/workflows` },
]

const { packageManager } = manifest
const filters = USERS.flatMap(({ folder }) => ['--filter', `./${folder}`])
// An optional peer that is not there counts as up to date unless its place among the dependencies is named.
const args = ['-y', packageManager, 'add', '--prod', '--save-prod', ...filters, `${SDK}@${RANGE}`]
const { status, error } = spawnSync('npx', args, {
  cwd: new URL('..', import.meta.url),
  // Without a terminal pnpm asks no questions.
  env: { ...process.env, CI: 'true' },
  shell: process.platform === 'win32',
  stdio: 'inherit',
})
if (error !== undefined) stop(`npx could not be started: ${error.message}`)
if (status !== 0)
  stop(
    `npx ${args.join(' ')} ended with ${status}; its output is above. It needs a registry that has ${SDK}: check "npm config get registry".`,
  )
for (const { folder, module } of USERS)
  if (!resolves(folder, module))
    stop(`npx ${args.join(' ')} ended well, but ${folder} still finds no ${module}. Run it by hand and see.`)

function resolves(folder: string, module: string): boolean {
  try {
    createRequire(new URL(`../${folder}/package.json`, import.meta.url)).resolve(module)
    return true
  } catch {
    return false
  }
}

function stop(reason: string): never {
  console.error(reason)
  process.exit(1)
}
