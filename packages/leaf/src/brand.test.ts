import { resolveBrand } from '@contactsheet/brand'
import { compose } from '@contactsheet/compose'
import sharp from '@contactsheet/compose/sharp'
import { type Batch, leafOf, TEMPLATES } from '@contactsheet/contract'
import { imageKey, recordKey } from '@contactsheet/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { openIntake, type TestIntake } from '../../brand/src/intake/intake.testing.ts'
import { boxes, COMIC, PIXELS } from '../../brand/src/read/fonts.testing.ts'
import { attemptLeaf } from './attempt-leaf.ts'
import { first, never, openLeaf, sure, type TestLeaf, toolsOf } from './leaf.testing.ts'

let test: TestLeaf
let kit: TestIntake
beforeEach(async () => {
  test = await openLeaf()
  kit = await openIntake(test.store.brand)
})
afterEach(async () => {
  await kit.close()
  await test.remove()
})

const PLAIN = await sharp({ create: { width: 1200, height: 630, channels: 3, background: '#335577' } })
  .png()
  .toBuffer()

/** A batch of one title, accepted as things stand. */
async function accept(title: string, names: Pick<Batch, 'template' | 'font'>): Promise<Batch> {
  const { brand } = await resolveBrand(test.store.brand, names)
  return makeBatch(1, { prompts: [title], ...names, ...(brand && { brand }) })
}

/** Runs the first leaf of a batch, and gives its image. */
async function run(batch: Batch) {
  const leaf = leafOf(batch, 0, 0)
  const { tools, generate } = toolsOf(test, { compose })
  generate.mockImplementation(async () => ({
    bytes: Buffer.from(PLAIN),
    contentType: 'image/png',
    simulated: false,
  }))
  const record = await attemptLeaf(tools, batch, leaf, first, never, sure)
  expect(record.error).toBeUndefined()
  const image = await test.objects.get(imageKey(batch, leaf))
  return { image: image ?? Buffer.alloc(0), calls: generate.mock.calls.length, leaf }
}

describe("a font of a deployment's own", () => {
  it('draws the title', async () => {
    await kit.intake.putFont('boxes', boxes('AEIOUXYZ '))
    const names = { template: 'left-panel', font: 'boxes' }
    // Each letter is the same box.
    const [one, other] = [await run(await accept('AXE', names)), await run(await accept('ZOO', names))]
    expect(one.image.equals(other.image)).toBe(true)
    const builtIn = await run(await accept('AXE', { template: 'left-panel', font: 'inter' }))
    expect(builtIn.image.equals(one.image)).toBe(false)
  })

  it('draws it to the byte as it did when the batch was accepted, whatever the name stands for by then', async () => {
    await kit.intake.putFont('house', PIXELS)
    await kit.intake.putTemplate('news', { ...TEMPLATES['overlay-center'], label: 'News' })
    const names = { template: 'news', font: 'house' }
    const batch = await accept('The harbour reopens', names)
    const { image, leaf } = await run(batch)

    await kit.intake.putFont('house', COMIC)
    await kit.intake.putTemplate('news', { ...TEMPLATES['bottom-bar'], label: 'News' })
    await test.objects.delete(imageKey(batch, leaf))
    await test.objects.delete(recordKey(batch.id, leaf.id, 'succeeded'))
    const again = await run(batch)
    expect(again.image.equals(image)).toBe(true)
    expect(again.calls).toBe(0)
    const later = await run(await accept('The harbour reopens', names))
    expect(later.image.equals(image)).toBe(false)
  })

  it('that is gone from the store ends the leaf before anything is paid', async () => {
    const batch = makeBatch(1, { font: 'house', brand: { 'fonts/house': '0'.repeat(64) } })
    const { tools, generate } = toolsOf(test, { compose })
    const run = attemptLeaf(tools, batch, leafOf(batch, 0, 0), first, never, sure)
    await expect(run).rejects.toThrow('The font that the batch was accepted with is gone from the store')
    expect(generate).not.toHaveBeenCalled()
  })
})

it("a logo of a deployment's own is on the picture", async () => {
  await kit.intake.putLogo(
    'acme',
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z" fill="#00ff00"/></svg>',
    ),
  )
  const { layers, portrait: _portrait, ...rest } = TEMPLATES['overlay-center']
  const logo = { kind: 'logo', box: { left: 40, top: 40, width: 80, height: 80 } }
  await kit.intake.putTemplate('news', { ...rest, logo: 'acme', layers: [...layers, logo] })
  const { image } = await run(await accept('The harbour reopens', { template: 'news', font: 'inter' }))
  const spot = { left: 60, top: 60, width: 8, height: 8 }
  const [red = 255, green = 0, blue = 255] = await sharp(image).extract(spot).raw().toBuffer()
  expect([red < 60, green > 200, blue < 60]).toEqual([true, true, true])
})
