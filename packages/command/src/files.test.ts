import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../stack/src/temporary.testing.ts'
import { download, leafImageName } from './files.ts'
import { batchView, leafView } from './view.testing.ts'

const STEM = '0000-00-a-fox-number-0--gpt-image-2'

/** A client that gets every picture as the address it was asked for. */
const client = {
  picture: async (address: string) => Buffer.from(address),
  sheet: async () => Buffer.from('sheet'),
}

test('the images of a batch are fetched under the names they have in the store, other outputs beside them', async () => {
  const square = `https://cdn.example/batches/b/outputs/${STEM}--square.webp`
  const leaves = [
    leafView(0, {
      imageUrl: `/sheets/images/b/${STEM}.jpg`,
      outputs: [{ name: 'square', format: 'webp', width: 1080, height: 1080, bytes: 9, url: square }],
    }),
    leafView(1),
  ]
  const folder = await temporaryFolder()
  await download(client, { batch: batchView(leaves), leaves, folder, isWhole: true })
  expect((await readdir(folder)).sort()).toEqual(['images', 'outputs', 'result.json', 'sheet.jpg'])
  expect(await readFile(join(folder, 'images', `${STEM}.jpg`), 'utf8')).toBe(`/sheets/images/b/${STEM}.jpg`)
  expect(await readFile(join(folder, 'outputs', `${STEM}--square.webp`), 'utf8')).toBe(square)
})

test('a batch of one output has no folder of others', async () => {
  const leaves = [leafView(0, { imageUrl: `/images/b/${STEM}.jpg` })]
  const folder = await temporaryFolder()
  await download(client, { batch: batchView(leaves), leaves, folder, isWhole: true })
  expect((await readdir(folder)).sort()).toEqual(['images', 'result.json', 'sheet.jpg'])
})

test('of some leaves there is no sheet, and of a batch that has not settled no result', async () => {
  const leaves = [leafView(0, { imageUrl: `/images/b/${STEM}.jpg` })]
  const folder = await temporaryFolder()
  await download(client, { batch: batchView(leaves), leaves, folder, isWhole: false })
  expect((await readdir(folder)).sort()).toEqual(['images', 'result.json'])
  const { settledAt: _, ...open } = batchView(leaves, { state: 'running' })
  const other = await temporaryFolder()
  await download(client, { batch: open, leaves, folder: other, isWhole: true })
  expect(await readdir(other)).toEqual(['images'])
})

test.each([
  [`/images/b/${STEM}.webp`, `${STEM}.webp`],
  [`/images/b/${STEM}--v2-k7q3.jpg`, `${STEM}--v2-k7q3.jpg`],
  [`https://cdn.example/?file=batches%2Fb%2Fimages%2F${STEM}.avif&v=1`, `${STEM}.avif`],
  ['https://cdn.example/1', '0000-00--gpt-image-2.jpg'],
  ['/images/b/..%2f..%2fetc%2fpasswd', '0000-00--gpt-image-2.jpg'],
])('the image at %s is called %s', (imageUrl, name) => {
  expect(leafImageName(leafView(0, { imageUrl }))).toBe(name)
})
