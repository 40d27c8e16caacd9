import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODE = readFileSync(join(ROOT, '.node-version'), 'utf8').trim()

/** Has this Node take itself for an older one, as a machine may have it. */
const OLD = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.19.0'})`
const onOldNode = { node: ['--import', OLD] }

/** Modules of the commands that the tests run, by level. */
const COMMANDS = {
  batch: 'packages/command/src/main.ts',
  start: 'packages/stack/src/commands/start.ts',
  check: 'scripts/check.ts',
}

let folder: string

/** The bootstrap over commands that only say that they run. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contactsheet-setup-'))
  for (const path of ['scripts', 'bin', 'home', ...Object.values(COMMANDS).map(dirname)])
    mkdirSync(inside(path), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'scripts')).filter(name => name.endsWith('.mjs')))
    cpSync(join(ROOT, 'scripts', name), inside(`scripts/${name}`))
  for (const name of ['package.json', '.node-version']) cpSync(join(ROOT, name), inside(name))
  writeFileSync(inside('pnpm-lock.yaml'), '')
  for (const [name, path] of Object.entries(COMMANDS))
    writeFileSync(inside(path), `console.log('${name} runs')\n`)
  script('npx', `echo "npx $*" >> ${inside('asked')}\necho ${inside('bin/pnpm')}`)
  registryWith()
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inside = (path: string) => join(folder, path)

function script(name: string, body: string): void {
  writeFileSync(inside(`bin/${name}`), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}

/** A pnpm that notes what it is asked for, finds a Node, and lays one package, with what else it runs before and after. */
function registryWith({ node = process.execPath, before = ':', after = ':' } = {}): void {
  const laid = inside('node_modules/.lean/one')
  script(
    'pnpm',
    [
      `echo "pnpm $*" >> ${inside('asked')}`,
      'case "$1" in',
      `dlx) echo ${node};;`,
      `install) ${before}; mkdir -p ${laid} && touch ${laid}/index.js ${laid}/index.d.ts; ${after};;`,
      'esac',
    ].join('\n'),
  )
}

function run(command: keyof typeof COMMANDS, { node = [] as string[], home = inside('home') } = {}) {
  const { PATH = '', npm_config_cache: _, ...env } = process.env
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...node, inside('scripts/bootstrap.mjs'), command],
    { encoding: 'utf8', env: { ...env, HOME: home, PATH: inside('bin') + delimiter + PATH } },
  )
  return { stdout, stderr }
}

/** What was asked of npx and pnpm since the last look. */
function asked(): string[] {
  if (!existsSync(inside('asked'))) return []
  const lines = readFileSync(inside('asked'), 'utf8').trim().split('\n')
  rmSync(inside('asked'))
  return lines
}

/** What was installed since the last look. */
const installed = () => asked().filter(line => line.startsWith('pnpm install'))

describe('on a machine with an older Node', () => {
  it('pnpm fetches ours and the dependencies, once', () => {
    expect(run('batch', onOldNode)).toMatchObject({ stdout: 'batch runs\n' })
    expect(asked().toSorted()).toEqual([
      expect.stringMatching(/^npx -y -p pnpm@\d+\.\d+\.\d+ -- sh -c command -v pnpm$/),
      expect.stringMatching(`^pnpm dlx --package=node\\S*-${process.platform}-${process.arch}@${NODE} node `),
      expect.stringContaining(`pnpm install --frozen-lockfile --config.node-version=${NODE} --prod`),
    ])
    expect(run('batch', onOldNode)).toEqual({ stdout: 'batch runs\n', stderr: '' })
    expect(asked()).toEqual([])
  })

  it('says so if the Node that comes does not run there, and mends it on the next run', () => {
    script('old-node', 'echo v20.19.0')
    registryWith({ node: inside('bin/old-node') })
    const { stdout, stderr } = run('batch', onOldNode)
    expect(stdout).toBe('')
    expect(stderr).toContain(`does not run here. Install Node ${NODE} from https://nodejs.org`)

    registryWith()
    expect(run('batch', onOldNode)).toMatchObject({ stdout: 'batch runs\n' })
  })

  it('fetches Node again where the one of an earlier run is gone, and nothing else', () => {
    const fetched = inside('bin/fetched')
    script('fetched', `exec ${process.execPath} "$@"`)
    registryWith({ node: fetched })
    run('batch', onOldNode)
    rmSync(fetched)
    asked()
    registryWith()
    expect(run('batch', onOldNode)).toMatchObject({ stdout: 'batch runs\n' })
    expect(asked()).toEqual([expect.stringMatching(/^npx/), expect.stringMatching(/^pnpm dlx/)])
  })
})

describe('how much is installed', () => {
  it('is for npm run batch what that starts, and neither the page nor what develops it', () => {
    run('batch')
    const [install = ''] = installed()
    expect(install).toContain('--prod')
    const filters = [...install.matchAll(/--filter=(\S+)/g)].map(([, filter]) => filter)
    expect(filters).toEqual(['command', 'api', 'worker', 'emulator'].map(name => `@contactsheet/${name}...`))
  })

  it('is for npm start all that runs in production, and for the rest everything', () => {
    run('start')
    const [start = ''] = installed()
    expect(start).toContain('--prod')
    expect(start).not.toContain('--filter')
    run('check')
    const [all] = installed()
    expect(all).toBe(`pnpm install --frozen-lockfile --config.node-version=${NODE}`)
  })

  it('grows with the first command that needs more, and no other installs again', () => {
    for (const command of ['batch', 'start', 'batch', 'check', 'start', 'batch'] as const)
      expect(run(command)).toMatchObject({ stdout: `${command} runs\n` })
    expect(installed()).toHaveLength(3)
  })

  it('stays when other versions are installed', () => {
    run('start')
    writeFileSync(inside('pnpm-lock.yaml'), 'changed')
    asked()
    run('batch')
    expect(installed()).toEqual([expect.not.stringContaining('--filter')])
  })

  it('stays if an installation was cut off', () => {
    registryWith({ after: 'exit 1' })
    expect(run('start').stderr).toContain('The dependencies could not be installed')
    registryWith()
    asked()
    run('batch')
    expect(installed()).toEqual([expect.not.stringContaining('--filter')])
  })

  it('is everything where somebody has installed by hand', () => {
    mkdirSync(inside('node_modules'))
    writeFileSync(inside('node_modules/.modules.yaml'), '{ "included": { "devDependencies": true } }')
    run('batch')
    expect(installed()).toEqual([expect.not.stringContaining('--prod')])
  })
})

describe('what production never reads', () => {
  const laid = () => readdirSync(inside('node_modules/.lean/one')).toSorted()

  it('is taken out of the packages', () => {
    run('batch')
    expect(laid()).toEqual(['index.js'])
  })

  it('stays for development', () => {
    run('check')
    expect(laid()).toEqual(['index.d.ts', 'index.js'])
  })

  it('is taken out as well after an installation that was cut off, whose packages stay', () => {
    registryWith({ after: 'exit 1' })
    run('batch')
    registryWith({ before: `test -f ${inside('node_modules/.lean/one/index.d.ts')} || exit 1` })
    expect(run('batch')).toMatchObject({ stdout: 'batch runs\n' })
    expect(laid()).toEqual(['index.js'])
  })

  it('is decided anew, with packages laid anew, once the rules for it have changed', () => {
    run('batch')
    writeFileSync(inside('node_modules/.lean/one/old.js'), '')
    writeFileSync(inside('scripts/prune.mjs'), 'export function prune() {}\n')
    run('batch')
    expect(laid()).toEqual(['index.d.ts', 'index.js'])
  })
})

it('names a HOME that npm cannot write to, and what to do', () => {
  const { stdout, stderr } = run('start', { home: '/dev/null' })
  expect(stdout).toBe('')
  expect(stderr).toContain('/dev/null/.npm cannot be written (ENOTDIR)')
  expect(stderr).toContain('HOME=/tmp/home npm run')
  expect(asked()).toEqual([])
})

it('installs again if the note of the last installation was cut off', () => {
  const cache = inside('node_modules/.cache/contactsheet')
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, 'installed.json'), '{"lockf')
  expect(run('start')).toMatchObject({ stdout: 'start runs\n' })
  expect(installed()).toHaveLength(1)
  expect(run('start')).toEqual({ stdout: 'start runs\n', stderr: '' })
})
