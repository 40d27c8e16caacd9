// What a command needs before it can run: Node 24 and the dependencies. Plain JavaScript for Node 18 and newer.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertWritable, fetchWith, lastLine, program, SetupError } from './fetch.mjs'
import { FLAGS, includes, LEAN_STORE } from './levels.mjs'
import { withLock } from './lock.mjs'
import { prune } from './prune.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

const cache = join(root, 'node_modules/.cache/contactsheet')
const nodeFile = join(cache, 'node')
const stampFile = join(cache, 'installed.json')

/** What decides what is installed: paths in the repository. */
const LOCKFILE = 'pnpm-lock.yaml'
const PRUNING = 'scripts/prune.mjs'

/** The first version that runs TypeScript without a warning. */
const LEAST_NODE = [24, 12]

/**
 * Makes sure that Node 24 and the dependencies are there. pnpm fetches both, at the same time: unlike npm it takes a second
 * for Node, and it is a program by itself, which needs none.
 *
 * @param {import('./levels.mjs').Level} level of the dependencies
 * @returns {Promise<string>} path of the Node to use
 * @throws {SetupError}
 */
export async function prepare(level) {
  const node = findNode()
  if (node !== undefined && isInstalled(level)) return node
  assertWritable(cache, 'This folder belongs to somebody else, or is read-only: use a copy of your own.')
  return withLock(
    join(cache, 'lock'),
    pid => say(`Waiting for process ${pid}, which installs the same…`),
    async () => {
      const found = findNode()
      if (found !== undefined && isInstalled(level)) return found
      const pnpm = await program('pnpm', pinned().pnpm, root)
      const [fetched] = await Promise.all([
        found ?? fetchNode(pnpm),
        isInstalled(level) || install(pnpm, level),
      ])
      return fetched
    },
  )
}

/** This Node if it is new enough, or the one an earlier run fetched if it still works. */
function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const fetched = read(nodeFile)
  return fetched !== undefined && isNewEnough(versionOf(fetched)) ? fetched : undefined
}

/** Empty for what is not there or does not run. */
function versionOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return stdout?.trim().slice(1) ?? ''
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])
}

async function fetchNode(pnpm) {
  const version = pinned().node
  say(`Fetching Node ${version} from the npm registry (once)…`)
  const { platform, arch } = process
  // It holds nothing but the program for this machine.
  const name = `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`
  const args = ['dlx', `--package=${name}@${version}`, 'node', '-p', 'process.execPath']
  const node = lastLine(await fetchWith(pnpm, args, root, 'Node could not be fetched'))
  if (!isNewEnough(versionOf(node)))
    throw new SetupError(
      `The Node of ${name}@${version}, ${node}, does not run here. Install Node ${version} from https://nodejs.org.`,
    )
  writeFileSync(nodeFile, node)
  return node
}

function isInstalled(level) {
  const { lockfile, pruning, ...stamp } = readStamp()
  return lockfile === hashOf(LOCKFILE) && pruning === hashOf(PRUNING) && includes(stamp.level, level)
}

/** What was installed, as far as that is known: no lockfile if the installation was cut off. */
function readStamp() {
  try {
    return JSON.parse(read(stampFile) ?? '{}')
  } catch {
    // Cut off while it was written: everything is checked once more.
    return {}
  }
}

async function install(pnpm, wanted) {
  // What is there stays there. An installation by hand leaves no stamp, but has the development dependencies.
  const modules = read(join(root, 'node_modules/.modules.yaml'))
  const byHand = /devDependencies"?: true/.test(modules ?? '') ? 'development' : undefined
  const stamp = readStamp()
  const level = [stamp.level, byHand].find(there => includes(there, wanted)) ?? wanted
  say(`Installing dependencies from the npm registry${modules === undefined ? ' (once)' : ''}…`)
  const [lockfile, pruning] = [LOCKFILE, PRUNING].map(hashOf)
  const lean = join(root, LEAN_STORE)
  // What was taken away may be wanted now: everything is laid anew, out of pnpm's store.
  if (pruning !== stamp.pruning) rmSync(lean, { recursive: true, force: true, maxRetries: 5 })
  mkdirSync(cache, { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ level, pruning }))
  // The packages are for our Node, whichever one is found by what pnpm runs.
  const flags = ['--frozen-lockfile', `--config.node-version=${pinned().node}`, ...FLAGS[level]]
  await fetchWith(pnpm, ['install', ...flags], root, 'The dependencies could not be installed')
  if (level !== 'development') prune(lean)
  writeFileSync(stampFile, JSON.stringify({ level, lockfile, pruning }))
}

function pinned() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return {
    node: readFileSync(join(root, '.node-version'), 'utf8').trim(),
    pnpm: packageManager.split('@')[1].split('+')[0],
  }
}

function hashOf(file) {
  return createHash('sha256')
    .update(readFileSync(join(root, file)))
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
