// What a command needs before it can run: Node 24 and the dependencies. Plain JavaScript for Node 18 and newer.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
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
  assertWritable(cache, 'This folder belongs to somebody else, or is read-only: use a copy of your own.')
  return withLock(
    join(cache, 'lock'),
    pid => say(`Waiting for process ${pid}, which installs the same…`),
    async () => {
      const found = findNode() ?? (await fetchNode())
      if (!isInstalled(development)) await install(found, development)
      return found
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

async function fetchNode() {
  const version = pinned().node
  say(`Fetching Node ${version} from the npm registry (once)…`)
  // The first gets the program by an install script. Where those are off, npm installs it without, and finds this older
  // Node in its place; the second, which the script would have installed, holds the program itself.
  for (const name of ['node', platformPackage()]) {
    const command = ['node', '-p', 'process.execPath']
    const output = await npx([`${name}@${version}`], command, 'Node could not be fetched')
    const node = output.trim().split('\n').at(-1)
    if (!isNewEnough(versionOf(node))) continue
    writeFileSync(nodeFile, node)
    return node
  }
  throw new SetupError(
    `npm installed Node ${version} without its program, as it does where install scripts are off ("ignore-scripts"). ` +
      `Install Node ${version} from https://nodejs.org, or allow the script once: npm_config_ignore_scripts=false npm run …`,
  )
}

/** Name of the package that holds nothing but Node's program for this machine. */
function platformPackage() {
  const { platform, arch } = process
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`
}

function isInstalled(development) {
  const stamp = readStamp()
  return stamp.lockfile === lockfileHash() && (stamp.development || !development)
}

function readStamp() {
  try {
    return JSON.parse(read(stampFile) ?? '{}')
  } catch {
    // Cut off while it was written: everything is checked once more.
    return {}
  }
}

async function install(node, development) {
  // Development dependencies that are there stay there; an install by hand left no stamp.
  const installed = read(join(root, 'node_modules/.modules.yaml')) !== undefined
  const all = development || (readStamp().development ?? installed)
  say(`Installing dependencies from the npm registry${installed ? '' : ' (once)'}…`)
  const flags = ['--frozen-lockfile', ...(all ? [] : ['--prod'])]
  const { pnpm } = pinned()
  const failure = 'The dependencies could not be installed'
  await npx([`pnpm@${pnpm}`], ['pnpm', 'install', ...flags], failure, dirname(node))
  mkdirSync(cache, { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ lockfile: lockfileHash(), development: all }))
}

/**
 * Runs a program out of packages, which npx fetches where they are not in its cache.
 *
 * @param {string[]} packages
 * @param {string[]} command
 * @param {string} failure what has not worked if it does not, for a person
 * @param {string} [programs] folder of programs that it finds before others
 */
async function npx(packages, command, failure, programs) {
  assertWritable(
    process.env.npm_config_cache ?? join(homedir(), '.npm'),
    `npm keeps there what it fetches. HOME is ${homedir()}: run the same command with a HOME that can be written, as in ` +
      `HOME=/tmp/home npm run …`,
  )
  const args = ['-y', ...packages.flatMap(name => ['-p', name]), '--', ...command]
  const child = spawn('npx', args, {
    cwd: root,
    // Without a terminal pnpm asks no questions.
    env: {
      ...process.env,
      ...(programs === undefined ? {} : { PATH: programs + delimiter + process.env.PATH }),
      CI: 'true',
      npm_config_update_notifier: 'false',
    },
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

/** @throws {SetupError} with the advice if a folder cannot be made or written to */
function assertWritable(folder, advice) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new SetupError(`${folder} cannot be written (${error.code}). ${advice}`)
  }
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
