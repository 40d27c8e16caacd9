// Runs one of our commands on a machine that may have no more than an old Node and npm: fetches Node 24 and the
// dependencies from the npm registry where they are missing, then hands over. Plain JavaScript for Node 18 and newer.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { prepare, root, SetupError } from './setup.mjs'

/** Modules by command, and whether they need the development dependencies. */
const COMMANDS = {
  batch: { module: 'packages/command/src/main.ts', args: ['run'], development: false },
  contactsheet: { module: 'packages/command/src/main.ts', development: false },
  pack: { module: 'packages/command/build.ts', development: true },
  start: { module: 'packages/stack/src/commands/start.ts', development: false },
  test: { module: 'scripts/test.ts', development: true },
  vitest: { module: 'scripts/vitest.ts', development: true },
  check: { module: 'scripts/check.ts', development: true },
  notices: { module: 'scripts/notices.ts', development: true },
  'catalog-check': { module: 'scripts/catalog-check.ts', development: true },
  'recompute-cost': { module: 'scripts/recompute-cost.ts', development: false },
  audit: { module: 'scripts/audit.ts', development: false },
  bench: { module: 'tests/bench/main.ts', development: true },
}

const [name, ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (command === undefined) {
  console.error(`Usage: node scripts/bootstrap.mjs <${Object.keys(COMMANDS).join('|')}> [arguments]`)
  process.exit(2)
}

if (process.platform === 'win32') {
  console.error(
    'Contactsheet runs on Linux and macOS, and on Windows inside WSL. Run "wsl --install" once, then this same command in ' +
      'the Linux shell that "wsl" opens, in a clone made there.',
  )
  process.exit(1)
}

let child
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    // A Ctrl-C reaches the command by itself as well, which takes several within a second for one.
    if (child !== undefined) child.kill(signal)
    else process.exit(128 + constants.signals[signal])
  })

let node
try {
  node = await prepare(command.development)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exit(1)
}

child = spawn(node, [join(root, command.module), ...(command.args ?? []), ...args], {
  // The channel tells the command when this process is gone, however it ended.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: {
    ...process.env,
    PATH: dirname(node) + delimiter + process.env.PATH,
    NODE_COMPILE_CACHE:
      process.env.NODE_COMPILE_CACHE || join(root, 'node_modules/.cache/contactsheet/compile'),
  },
})
if (process.env.npm_lifecycle_event !== undefined) stopWithParent()
child.on('error', error => {
  console.error(`${node} could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))

/** npm gives the command no sign when it is killed, but the parent of this process changes then. */
function stopWithParent() {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 1_000).unref()
}
