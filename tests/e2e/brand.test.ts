import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TEMPLATES } from '@contactsheet/contract'
import { createEmulatorClient } from '@contactsheet/emulator'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { boxes, COMIC } from '../../packages/brand/src/read/fonts.testing.ts'
import { get, post, untilSettled } from '../support/http.ts'
import { type System, startSystem } from '../support/system.ts'

let folder: string
let system: System
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-brand-'))
  await mkdir(join(folder, 'templates'))
  await writeFile(join(folder, 'templates/news.json'), JSON.stringify(TEMPLATES['left-panel']))
  system = await startSystem({ queueUrl: inject('postgresUrl'), env: { BRAND_DIR: folder } })
}, 60_000)
afterAll(async () => {
  await system?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function send(method: string, path: string, type: string, body: Uint8Array<ArrayBuffer> | string) {
  const response = await fetch(system.url + path, { method, headers: { 'content-type': type }, body })
  expect(response.status).toBeLessThan(300)
}

const putFont = (name: string, file: Buffer) =>
  send('PUT', `/fonts/${name}`, 'font/ttf', Uint8Array.from(file))

async function imageOf(id: string) {
  const { state, leaves } = await untilSettled(system, id)
  expect(state).toBe('succeeded')
  const url = leaves[0]?.imageUrl ?? ''
  return { url, bytes: Buffer.from(await (await fetch(new URL(url, system.url))).arrayBuffer()) }
}

it('draws with a font and a template of its own, and to the byte again when their names stand for others', async () => {
  await putFont('house', boxes('AEIOUXYZ '))
  const make = async (title: string, font = 'house') => {
    const body = { prompts: [title], models: ['gpt-image-2'], template: 'news', font }
    return (await post(system, '/batches', body)).id
  }
  const id = await make('AXE')
  const image = await imageOf(id)
  expect((await imageOf(await make('AXE', 'inter'))).bytes.equals(image.bytes)).toBe(false)

  await putFont('house', COMIC)
  const calls = async () => (await createEmulatorClient(system.emulatorUrl).calls()).calls
  const before = await calls()
  // Makes no difference to one title.
  await send('POST', `/batches/${id}/recompose`, 'application/json', '{"titleSize":"series"}')
  const again = await imageOf(id)
  expect(again.url).not.toBe(image.url)
  expect(again.bytes.equals(image.bytes)).toBe(true)
  expect(await calls()).toBe(before)
  expect((await imageOf(await make('AXE'))).bytes.equals(image.bytes)).toBe(false)

  const document = `${system.dataDir}/thumbnails/batches/${id}/batch.json`
  const { brand } = JSON.parse(await readFile(document, 'utf8'))
  expect(Object.keys(brand).toSorted()).toEqual(['fonts/house', 'templates/news'])
  expect(await get(system, '/templates/news')).toEqual(TEMPLATES['left-panel'])
})
