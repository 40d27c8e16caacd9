// What a command needs before it can run: Node 24 and the dependencies. Plain JavaScript for Node 18 and newer.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

const cache = join(root, 'node_modules/.cache/contactsheet')
const nodeFile = join(cache, 'node')
const stampFile = join(cache, 'installed.json')

/** The first version that runs TypeScript without a warning. */
const LEAST_NODE = [24, 12]

/** What is missing could not be fetched. The message says what to do. */
export class SetupError extends Error {}

/**
 * Makes sure that Node 24 and the dependencies are there.
 *
 * @param {boolean} development whether the development dependencies are needed too
 * @returns {Promise<string>} path of the Node to use
 * @throws {SetupError}
 */
export async function prepare(development) {
  const node = findNode()
  if (node !== undefined && isInstalled(development)) return node
  mkdirSync(cache, { recursive: true })
  return withLock(
    join(cache, 'lock'),
    pid => say(`Waiting for process ${pid}, which installs the same…`),
    async () => {
      const found = findNode() ?? (await fetchNode())
      if (!isInstalled(development)) await install(development)
      return found
    },
  )
}

/** This Node if it is new enough, or the one an earlier run fetched if it still works. */
function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const fetched = read(nodeFile)
  if (fetched === undefined) return undefined
  const { stdout } = spawnSync(fetched, ['--version'], { encoding: 'utf8' })
  return stdout && isNewEnough(stdout.trim().slice(1)) ? fetched : undefined
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])
}

async function fetchNode() {
  say(`Fetching Node ${pinned().node} from the npm registry (once)…`)
  const output = await npx(['node', '-p', 'process.execPath'], 'Node could not be fetched')
  const node = output.trim().split('\n').at(-1)
  writeFileSync(nodeFile, node)
  return node
}

function isInstalled(development) {
  const stamp = readStamp()
  return stamp.lockfile === lockfileHash() && (stamp.development || !development)
}

function readStamp() {
  return JSON.parse(read(stampFile) ?? '{}')
}

async function install(development) {
  // Development dependencies that are there stay there; an install by hand left no stamp.
  const installed = read(join(root, 'node_modules/.modules.yaml')) !== undefined
  const all = development || (readStamp().development ?? installed)
  say(`Installing dependencies from the npm registry${installed ? '' : ' (once)'}…`)
  const flags = ['--frozen-lockfile', ...(all ? [] : ['--prod'])]
  await npx(['pnpm', 'install', ...flags], 'The dependencies could not be installed')
  mkdirSync(cache, { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ lockfile: lockfileHash(), development: all }))
}

/** Runs a program out of Node 24 and pnpm, which npx fetches where they are not in its cache. */
async function npx(command, failure) {
  const { node, pnpm } = pinned()
  const packages = [...(isNewEnough(process.versions.node) ? [] : [`node@${node}`]), `pnpm@${pnpm}`]
  const args = ['-y', ...packages.flatMap(name => ['-p', name]), '--', ...command]
  const child = spawn('npx', args, {
    cwd: root,
    // Without a terminal pnpm asks no questions.
    env: { ...process.env, CI: 'true', npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own, which can be ended whole: npx does not end what it runs.
    detached: true,
  })
  const kill = () => process.kill(-child.pid)
  process.once('exit', kill)
  let [output, everything] = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text
    everything += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    everything += text
  })
  const end = await new Promise(resolve => {
    child.on('error', error => resolve(error.message))
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  process.removeListener('exit', kill)
  if (end === 0) return output
  throw new SetupError(
    `${everything.trim()}\n\n${failure}: npx ${args.join(' ')} ended with ${end}; its output is above. ` +
      `It needs the npm registry: check the connection and "npm config get registry", then run the same command again.`,
  )
}

function pinned() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return {
    node: readFileSync(join(root, '.node-version'), 'utf8').trim(),
    pnpm: packageManager.split('@')[1].split('+')[0],
  }
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function say(text) {
  console.error(text)
}
