import sharp from '@contactsheet/compose/sharp'
import { createEmulatorClient } from '@contactsheet/emulator'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { get, post, untilSettled } from '../support/http.ts'
import { type System, startSystem } from '../support/system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem({ queueUrl: inject('postgresUrl') })
}, 60_000)
afterAll(() => system?.stop())

/** What is behind an address of the API. */
async function pictureAt(address: string) {
  const response = await fetch(new URL(address, system.url))
  expect(response.status).toBe(200)
  const { format, width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
  return { type: response.headers.get('content-type'), format, width, height }
}

describe('a batch of three outputs', () => {
  it('has all of them of each original for one call to a provider, and a small picture', async () => {
    const { id } = await post(system, '/batches', {
      prompts: ['A lighthouse at dawn'],
      models: ['gpt-image-2', 'gemini-3-pro-image'],
      outputs: ['square', { size: 'story', format: 'webp' }, { size: '800x418', format: 'png' }],
      theme: 'light',
      kicker: 'The weekend',
    })
    const view = await untilSettled(system, id)
    expect(view).toMatchObject({ state: 'succeeded', theme: 'light', kicker: 'The weekend' })
    expect(view.outputs?.map(({ name }) => name)).toEqual(['square', 'story', '800x418'])
    for (const { imageUrl = '', smallUrl = '', outputs = [] } of view.leaves) {
      expect(await pictureAt(imageUrl)).toEqual({
        type: 'image/jpeg',
        format: 'jpeg',
        width: 1080,
        height: 1080,
      })
      expect(await pictureAt(smallUrl)).toEqual({
        type: 'image/jpeg',
        format: 'jpeg',
        width: 640,
        height: 640,
      })
      expect(await Promise.all(outputs.map(({ url }) => pictureAt(url)))).toEqual([
        { type: 'image/webp', format: 'webp', width: 1080, height: 1920 },
        { type: 'image/png', format: 'png', width: 800, height: 418 },
      ])
    }
    expect((await createEmulatorClient(system.emulatorUrl).calls()).calls).toBe(2)

    const sizeOf = async (query: string) => {
      const response = await fetch(`${system.url}/batches/${id}/archive.zip${query}`)
      return (await response.arrayBuffer()).byteLength
    }
    const [all, ...single] = await Promise.all(
      ['', '?output=square', '?output=story', '?output=800x418'].map(sizeOf),
    )
    expect(Math.max(...single)).toBeLessThan(all ?? 0)
    expect(await get(system, `/images?batch=${id}`)).toMatchObject({
      images: [{ outputs: [{ name: 'story' }, { name: '800x418' }] }, {}],
    })
  })
})
