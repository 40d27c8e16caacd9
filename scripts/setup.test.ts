import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODE = readFileSync(join(ROOT, '.node-version'), 'utf8').trim()
const PLATFORM_PACKAGE = `node-${process.platform}-${process.arch}@${NODE}`

/** Has this Node take itself for an older one, as a machine may have it. */
const OLD = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.19.0'})`

let folder: string

/** The bootstrap over a command that only says that it runs. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contactsheet-setup-'))
  for (const path of ['scripts', 'bin', 'home', 'packages/stack/src/commands'])
    mkdirSync(inside(path), { recursive: true })
  for (const name of ['bootstrap', 'setup', 'lock'])
    cpSync(join(ROOT, `scripts/${name}.mjs`), inside(`scripts/${name}.mjs`))
  for (const name of ['package.json', '.node-version']) cpSync(join(ROOT, name), inside(name))
  writeFileSync(inside('pnpm-lock.yaml'), '')
  writeFileSync(inside('packages/stack/src/commands/start.ts'), `console.log('started')\n`)
  script('old-node', 'echo v20.19.0')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inside = (path: string) => join(folder, path)

function script(name: string, body: string): void {
  writeFileSync(inside(`bin/${name}`), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}

/** An npx that notes what it is asked for, and finds a new Node in some packages only. */
function registryWith(...packagesWithNode: string[]): void {
  const found = packagesWithNode.map(name => `*" ${name} "*" process.execPath") echo ${process.execPath};;`)
  script(
    'npx',
    [
      `echo "$*" >> ${inside('asked')}`,
      'case "$*" in',
      ...found,
      `*process.execPath) echo ${inside('bin/old-node')};;`,
      `*) command -v node > ${inside('node-of-pnpm')};;`,
      'esac',
    ].join('\n'),
  )
}

function start({ node = [] as string[], home = inside('home') } = {}) {
  const { PATH = '' } = process.env
  const { npm_config_cache: _, ...env } = process.env
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...node, inside('scripts/bootstrap.mjs'), 'start'],
    {
      encoding: 'utf8',
      env: { ...env, HOME: home, PATH: inside('bin') + delimiter + PATH },
    },
  )
  return { stdout, stderr }
}

const asked = () => readFileSync(inside('asked'), 'utf8').trim().split('\n')

const onOldNode = { node: ['--import', OLD] }

describe('where install scripts are off', () => {
  it('takes Node from the package that needs none, and installs with it', () => {
    registryWith(PLATFORM_PACKAGE)
    expect(start(onOldNode)).toMatchObject({ stdout: 'started\n' })
    expect(asked()).toHaveLength(3)
    expect(asked()[2]).toContain('pnpm install --frozen-lockfile --prod')
    expect(readFileSync(inside('node-of-pnpm'), 'utf8').trim()).toBe(join(dirname(process.execPath), 'node'))
    expect(start(onOldNode)).toEqual({ stdout: 'started\n', stderr: '' })
  })

  it('says so if no package brings Node, installs nothing with the old one, and mends it on the next run', () => {
    registryWith()
    const { stderr } = start(onOldNode)
    expect(stderr).toContain(`npm installed Node ${NODE} without its program`)
    expect(stderr).toContain('npm_config_ignore_scripts=false')
    expect(existsSync(inside('node-of-pnpm'))).toBe(false)

    registryWith(`node@${NODE}`)
    expect(start(onOldNode)).toMatchObject({ stdout: 'started\n' })
  })
})

it('names a HOME that npm cannot write to, and what to do', () => {
  registryWith()
  const { stdout, stderr } = start({ home: '/dev/null' })
  expect(stdout).toBe('')
  expect(stderr).toContain('/dev/null/.npm cannot be written (ENOTDIR)')
  expect(stderr).toContain('HOME=/tmp/home npm run')
  expect(existsSync(inside('asked'))).toBe(false)
})

it('installs again if the note of the last installation was cut off', () => {
  registryWith()
  const cache = inside('node_modules/.cache/contactsheet')
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, 'installed.json'), '{"lockf')
  expect(start()).toMatchObject({ stdout: 'started\n' })
  expect(asked()).toHaveLength(1)
  const lockfile = createHash('sha256').digest('hex')
  expect(JSON.parse(readFileSync(join(cache, 'installed.json'), 'utf8'))).toMatchObject({ lockfile })
})
