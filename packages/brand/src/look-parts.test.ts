import { TEMPLATES } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LOGO, openIntake, type TestIntake, templateWith } from './intake/intake.testing.ts'
import { BrandLoader } from './loader.ts'
import { lookParts } from './look-parts.ts'
import { COMIC, PIXELS } from './read/fonts.testing.ts'
import { resolveBrand } from './resolve.ts'

let test: TestIntake
beforeEach(async () => {
  test = await openIntake()
})
afterEach(() => test.close())

describe('what a look is made of', () => {
  it('is taken from the catalog without asking the store where everything is built in', async () => {
    const content = vi.spyOn(test.store, 'content')
    const names = { template: 'left-panel', font: 'lora' }
    expect(await lookParts(names, undefined, new BrandLoader(test.store))).toEqual({
      template: TEMPLATES['left-panel'],
      font: 'lora',
      fonts: {},
      logo: undefined,
    })
    expect(content).not.toHaveBeenCalled()
  })

  it('is what the names stood for when they were resolved: those of the template too', async () => {
    await test.intake.putFont('house', PIXELS)
    await test.intake.putFont('other', COMIC)
    const acme = await test.intake.putLogo('acme', LOGO)
    const spec = templateWith({ logo: 'acme', fonts: ['other', 'lora'] })
    await test.intake.putTemplate('news', spec)
    const names = { template: 'news', font: 'house' }
    const { brand } = await resolveBrand(test.store, names)
    const first = await lookParts(names, brand, new BrandLoader(test.store))
    await test.intake.putFont('house', COMIC)
    await test.intake.putTemplate('news', templateWith())
    await test.store.remove('logos', 'acme')
    expect(await lookParts(names, brand, new BrandLoader(test.store))).toEqual(first)
    expect(first).toMatchObject({
      template: spec,
      font: { bold: false, file: expect.stringContaining(brand?.['fonts/house'] ?? '?') },
      fonts: { other: { file: expect.stringContaining(brand?.['fonts/other'] ?? '?') } },
      logo: { width: 1_024, height: 512, sha256: acme.sha256 },
    })
    expect(Object.keys(first.fonts).toSorted()).toEqual(['house', 'other'])
  })

  it('has the logo that a request names in place of that of the template', async () => {
    for (const name of ['acme', 'guest'])
      await test.intake.putLogo(
        name,
        Buffer.from(LOGO.toString().replace('v1', name === 'acme' ? 'v1' : 'v.5')),
      )
    await test.intake.putTemplate('news', templateWith({ logo: 'acme' }))
    const names = { template: 'news', font: 'inter', logo: 'guest' }
    const { brand } = await resolveBrand(test.store, names)
    const { logo } = await lookParts(names, brand, new BrandLoader(test.store))
    expect(logo?.sha256).toBe(brand?.['logos/guest'])
  })

  it('cannot be had for a name that nothing tells of', async () => {
    const names = { template: 'left-panel', font: 'house' }
    await expect(lookParts(names, undefined, new BrandLoader(test.store))).rejects.toThrow(
      'Nothing says what the font "house" stands for.',
    )
  })
})
