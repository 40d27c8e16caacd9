import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** What is missing could not be fetched. The message says what to do. */
export class SetupError extends Error {}

/**
 * Has npm fetch the program of a package, unless it has it in its cache.
 *
 * @param {string} name of the program and of the package
 * @param {string} version
 * @param {string} folder where npm runs
 * @returns {Promise<string>} path of the program
 * @throws {SetupError}
 */
export async function program(name, version, folder) {
  assertWritable(
    process.env.npm_config_cache ?? join(homedir(), '.npm'),
    `npm keeps there what it fetches. HOME is ${homedir()}: run the same command with a HOME that can be written, as in ` +
      `HOME=/tmp/home npm run …`,
  )
  const command = ['sh', '-c', `command -v ${name}`]
  const args = ['-y', '-p', `${name}@${version}`, '--', ...command]
  return lastLine(await fetchWith('npx', args, folder, `${name} could not be fetched`))
}

/**
 * Runs a program that fetches from the npm registry.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder where it runs
 * @param {string} failure what has not worked if it does not, for a person
 * @returns {Promise<string>} what it wrote to its standard output
 * @throws {SetupError}
 */
export async function fetchWith(program, args, folder, failure) {
  const child = spawn(program, args, {
    cwd: folder,
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
    `${everything.trim()}\n\n${failure}: ${program} ${args.join(' ')} ended with ${end}; its output is above. ` +
      `It needs the npm registry: check the connection and "npm config get registry", then run the same command again.`,
  )
}

/** @param {string} output */
export function lastLine(output) {
  return output.trim().split('\n').at(-1)
}

/** @throws {SetupError} with the advice if a folder cannot be made or written to */
export function assertWritable(folder, advice) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new SetupError(`${folder} cannot be written (${error.code}). ${advice}`)
  }
}
