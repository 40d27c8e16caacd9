import { describe, expect, it } from 'vitest'
import { productionPackages } from '../../scripts/notices/packages.ts'
import { listed, nameAndVersion, render } from '../../scripts/notices/render.ts'
import { readText } from './files.ts'

describe('THIRD_PARTY_NOTICES.md', () => {
  it('names exactly what the lock file installs in production', () => {
    const installed = productionPackages(readText('pnpm-lock.yaml')).map(nameAndVersion)
    expect(
      listed(readText('THIRD_PARTY_NOTICES.md')),
      'The lock file has changed since. Write the notices anew: npm run notices',
    ).toEqual(installed)
  })

  it('comes with the image, beside our own licence', () => {
    const ignored = readText('.dockerignore').split('\n')
    for (const file of ['LICENSE', 'THIRD_PARTY_NOTICES.md']) expect(ignored).toContain(`!${file}`)
    expect(readText('Dockerfile')).toMatch(/^COPY LICENSE THIRD_PARTY_NOTICES.md /m)
  })
})

describe('the packages of a lock file', () => {
  const lockfile = `
importers:
  .:
    devDependencies: { tester: { version: 9.0.0 } }
  packages/one:
    dependencies:
      ours: { version: 'link:../ours' }
      used: { version: 1.0.0(peer@3.0.0) }
    devDependencies: { tester: { version: 9.0.0 } }
packages:
  build-darwin-arm64@2.0.0: { os: [darwin], cpu: [arm64] }
  build-linux-x64@2.0.0: { os: [linux], cpu: [x64] }
  build-wasm32@2.0.0: { cpu: [wasm32] }
  only-mac@1.0.0: { os: [darwin] }
snapshots:
  build-darwin-arm64@2.0.0: {}
  build-linux-x64@2.0.0: {}
  build-wasm32@2.0.0: { dependencies: { polyfill: 1.0.0 } }
  deep@4.0.0: {}
  only-mac@1.0.0: {}
  polyfill@1.0.0: {}
  tester@9.0.0: {}
  used@1.0.0(peer@3.0.0):
    dependencies: { deep: 4.0.0 }
    optionalDependencies:
      build-darwin-arm64: 2.0.0
      build-linux-x64: 2.0.0
      build-wasm32: 2.0.0
      only-mac: 1.0.0
`
  const packages = productionPackages(lockfile)
  const names = packages.map(({ name }) => name)

  it('are those of production and what these need, not those of development, nor our own', () => {
    expect(names).toEqual(expect.arrayContaining(['used', 'deep']))
    expect(names).not.toContain('tester')
    expect(names).not.toContain('ours')
  })

  it('are the same on every machine: builds for platforms are one family', () => {
    expect(packages).toContainEqual({
      name: 'build-*',
      version: '2.0.0',
      members: ['build-darwin-arm64', 'build-linux-x64', 'build-wasm32'],
    })
  })

  it('leave out what no Linux machine installs', () => {
    expect(names).not.toContain('only-mac')
    expect(names).not.toContain('polyfill')
  })
})

describe('the notices', () => {
  const notice = (name: string, copyright: string, body: string) => ({
    name,
    version: '1.0.0',
    members: [name],
    terms: { licence: 'MIT', author: '', source: '', texts: [{ copyright: [copyright], body }] },
  })

  it('say a text once for all who use it, with the copyright of each', () => {
    const file = render([
      notice('one', 'Copyright 2020 One', 'MIT License\n\nPermission is\ngranted.'),
      notice('two', 'Copyright 2021 Two', 'Permission is granted.'),
    ])
    expect(file.match(/Permission/g)).toHaveLength(1)
    expect(file).toContain('- one 1.0.0: Copyright 2020 One\n- two 1.0.0: Copyright 2021 Two\n')
  })

  it('list every package so that it can be read back, families too', () => {
    expect(listed(render([notice('@scope/build-*', '', 'Text.'), notice('two', '', 'Text.')]))).toEqual([
      '@scope/build-* 1.0.0',
      'two 1.0.0',
    ])
  })
})
