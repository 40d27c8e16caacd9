import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ROOT } from './repository.ts'
import { isRunning, temporaryFolder } from './temporary.testing.ts'

/** A command in the place of ours: tells its process id, then which signals it hears, and ends as ours do. */
const STUB = `
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => { console.log('heard', signal); setTimeout(() => process.exit(9), 50) })
process.on('disconnect', () => process.exit(9))
console.log('runs as', process.pid)
setInterval(() => {}, 1_000)
`

/** The npm scripts of the project as they are, with the bootstrap, over a command that is only a stub. */
async function project(): Promise<string> {
  const folder = await temporaryFolder()
  const cache = join(folder, 'node_modules/.cache/contactsheet')
  const commands = join(folder, 'packages/stack/src/commands')
  for (const path of [cache, commands, join(folder, 'scripts')]) await mkdir(path, { recursive: true })
  for (const name of ['bootstrap', 'setup', 'lock'])
    await cp(join(ROOT, `scripts/${name}.mjs`), join(folder, `scripts/${name}.mjs`))
  for (const name of ['package.json', '.node-version']) await cp(join(ROOT, name), join(folder, name))
  await writeFile(join(folder, 'pnpm-lock.yaml'), '')
  const lockfile = createHash('sha256').digest('hex')
  await writeFile(join(cache, 'installed.json'), JSON.stringify({ lockfile, development: true }))
  await writeFile(join(commands, 'start.ts'), STUB)
  return folder
}

/** Runs `npm start` in a process group of its own, as a shell does. */
async function npmStart(folder: string) {
  const npm = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    env: { ...process.env, npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const exit = once(npm, 'exit')
  const command = await vi.waitFor(
    () => {
      const [, pid] = /runs as (\d+)/.exec(output) ?? []
      if (pid === undefined) throw new Error(`The command has not started:\n${output}`)
      return Number(pid)
    },
    { timeout: 20_000, interval: 50 },
  )
  onTestFinished(() => {
    for (const pid of [command, npm.pid ?? command]) if (isRunning(pid)) process.kill(pid, 'SIGKILL')
  })
  const over = async () => {
    await exit
    await vi.waitFor(() => expect(isRunning(command)).toBe(false), { timeout: 10_000, interval: 50 })
  }
  return { pid: npm.pid ?? 0, output: () => output, over }
}

test('every npm script that runs by the bootstrap hands its process over: a shell that stays would pass no signal on', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const bootstrapped = Object.values(scripts).filter(script => String(script).includes('bootstrap'))
  expect(bootstrapped.length).toBeGreaterThan(5)
  for (const script of bootstrapped) expect(script).toMatch(/^exec node scripts\/bootstrap\.mjs [\w -]+$/)
})

test('the first screen of the README says where that works: no shell of Windows has exec', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const firstScreen = readme.split('\n').slice(0, 24).join(' ')
  for (const name of ['Linux', 'macOS', 'WSL']) expect(firstScreen).toContain(name)
})

test('a Ctrl-C reaches the command, and nothing is left running', async () => {
  const npm = await npmStart(await project())
  process.kill(-npm.pid, 'SIGINT')
  await npm.over()
  expect(npm.output()).toContain('heard SIGINT')
})

test.each(['SIGTERM', 'SIGKILL'] as const)('after %s of npm nothing is left running', async signal => {
  const npm = await npmStart(await project())
  process.kill(npm.pid, signal)
  await npm.over()
  expect(npm.output()).toContain('heard SIGTERM')
})

test('on Windows the command says where it runs', async () => {
  const windows = `data:text/javascript,Object.defineProperty(process,'platform',{value:'win32'})`
  const args = ['--import', windows, join(ROOT, 'scripts/bootstrap.mjs'), 'batch']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const [said] = await once(child.stderr.setEncoding('utf8'), 'data')
  const [code] = await once(child, 'exit')
  expect([code, said]).toEqual([1, expect.stringContaining('on Windows inside WSL')])
})
