import { type BrandKind, TEMPLATES } from '@contactsheet/contract'
import { brandObjectKey } from '@contactsheet/storage'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { boxes, COMIC } from '../../packages/brand/src/read/fonts.testing.ts'
import { openScene, type Scene, TIMEOUT_MS, until } from './support/scene.ts'
import type { Treatment } from './support/store-proxy.ts'

vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS })

const logo = (color: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z" fill="${color}"/></svg>`

/** What a name stands for, and what it comes to stand for, of each kind. */
const KINDS: readonly [kind: BrandKind, type: string, first: BodyInit, second: BodyInit][] = [
  ['fonts', 'font/ttf', Uint8Array.from(COMIC), Uint8Array.from(boxes())],
  ['logos', 'image/svg+xml', logo('#c00'), logo('#0c0')],
  [
    'templates',
    'application/json',
    JSON.stringify(TEMPLATES['left-panel']),
    JSON.stringify(TEMPLATES['overlay-center']),
  ],
]

const FULL: Treatment = { kind: 'refuse', status: 507, code: 'XMinioStorageFull' }

let scene: Scene
beforeAll(async () => {
  scene = await openScene({ workers: 0 })
})
afterAll(() => scene?.close())

describe.each(KINDS)('a PUT among the %s', (kind, type, first, second) => {
  const put = (name: string, body: BodyInit, url = scene.system.url) =>
    fetch(`${url}/${kind}/${name}`, { method: 'PUT', headers: { 'content-type': type }, body })
  const hashOf = async (name: string) => (await scene.store.brand.get(kind, name))?.sha256
  const contents = () => Array.fromAsync(scene.objects.list('brand/objects/'))

  it('that the store takes nothing of is refused, leaves nothing, and can be sent again', async () => {
    const before = await contents()
    const rule = scene.proxy.rule('PUT', /^brand\//, FULL)
    const refused = await put('full', first)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.any(String)])
    expect(rule.hits).not.toEqual([])
    rule.end()
    expect([await scene.store.brand.names(kind), await contents()]).toEqual([[], before])
    expect((await put('full', first)).status).toBe(201)
    expect(await hashOf('full')).toBeDefined()
  })

  it('that is cut off between content and name leaves the name as it was', async () => {
    const refuseNames = () => scene.proxy.rule('PUT', new RegExp(`^brand/${kind}/cut\\.json$`), FULL)
    const unnamed = refuseNames()
    expect((await put('cut', first)).status).toBe(503)
    expect(unnamed.hits).not.toEqual([])
    unnamed.end()
    expect(await scene.store.brand.names(kind)).not.toContain('cut')
    expect((await put('cut', first)).status).toBe(201)

    const before = await hashOf('cut')
    const stillNamed = refuseNames()
    expect((await put('cut', second)).status).toBe(503)
    stillNamed.end()
    expect(await hashOf('cut')).toBe(before)
    expect((await put('cut', second)).status).toBe(200)
    expect(await hashOf('cut')).not.toBe(before)
  })

  it('whose API is killed between content and name leaves the name as it was, and can be sent to the next', async () => {
    expect((await put('killed', first)).status).toBe(201)
    const before = await hashOf('killed')
    const held = scene.proxy.rule('PUT', new RegExp(`^brand/${kind}/killed\\.json$`), { kind: 'hold' })
    const { child, address } = await scene.system.startApi()
    const cut = put('killed', second, address).catch(() => undefined)
    await until(() => held.hits.length > 0)
    child.kill()
    expect(await cut).toBeUndefined()
    held.end()
    expect(await hashOf('killed')).toBe(before)
    expect((await put('killed', second)).status).toBe(200)
    const after = await hashOf('killed')
    expect(after).not.toBe(before)
    expect(await contents()).toContain(brandObjectKey(kind, after ?? ''))
  })
})
