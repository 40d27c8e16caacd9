import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrandFault } from './fault.ts'
import { LOGO, openKit, type TestKit } from './kit.testing.ts'
import { COMIC, PIXELS } from './read/fonts.testing.ts'
import { resolveBrand } from './resolve.ts'

let test: TestKit
beforeEach(async () => {
  test = await openKit()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await test.close()
})

const plain = { version: 1, layers: [{}] }

describe('the brand kit', () => {
  it('keeps a font under its name, written anew', async () => {
    const document = await test.kit.putFont('house', PIXELS)
    expect(document).toMatchObject({ family: 'Press Start 2P', bold: false, characters: 656 })
    expect(await test.store.content('fonts', document.sha256)).toHaveLength(document.bytes)
  })

  it('does not read a file again that the name stands for already', async () => {
    const document = await test.kit.putLogo('acme', LOGO)
    const put = vi.spyOn(test.objects, 'put')
    expect(await test.kit.putLogo('acme', LOGO)).toEqual(document)
    expect(put).not.toHaveBeenCalled()
  })

  it('keeps a template as it was checked, with the names in it', async () => {
    await test.kit.putFont('house', PIXELS)
    await test.kit.putLogo('acme', LOGO)
    const template = {
      version: 1,
      logo: 'acme',
      layers: [{ font: 'house' }, { font: 'lora' }, { font: 'house' }],
    }
    const document = await test.kit.putTemplate('news', template)
    expect(document).toMatchObject({ fonts: ['house', 'lora'], logo: 'acme' })
    expect(JSON.parse(String(await test.store.content('templates', document.sha256)))).toEqual(template)
  })

  it.each([
    ['Comic Sans', 'cannot name a font: a name is 1 to 40 lower-case letters, digits and dashes'],
    ['inter', 'The font "inter" is built in and stays as it is. Take another name.'],
  ])('has no name %s', async (name, why) => {
    await expect(test.kit.putFont(name, PIXELS)).rejects.toThrow(why)
    expect(await Array.fromAsync(test.objects.list('brand/'))).toEqual([])
  })

  it('refuses a template that is none, by the field at fault', async () => {
    const refused = test.kit.putTemplate('news', { version: 1, layers: 3 })
    await expect(refused).rejects.toThrow('The template cannot be used at layers: ')
    await expect(refused).rejects.toMatchObject({ errors: [{ field: 'layers' }] })
  })

  it('refuses a template that names what there is not, with the nearest that there is', async () => {
    await test.kit.putLogo('acme-dark', LOGO)
    const template = { version: 1, logo: 'acme-drak', layers: [{}, { font: 'pacifio' }] }
    const refused = test.kit.putTemplate('news', template)
    await expect(refused).rejects.toMatchObject({
      errors: [
        {
          field: 'layers[1].font',
          message: expect.stringMatching(/^must be one of: inter, .* Did you mean "pacifico"\?$/),
        },
        { field: 'logo', message: 'must be one of: acme-dark. Did you mean "acme-dark"?' },
      ],
    })
    expect(await test.store.list('templates')).toEqual(new Map())
  })

  it('has no more names than a page can offer', async () => {
    vi.spyOn(test.store, 'names').mockResolvedValue(Array.from({ length: 200 }, (_, index) => `n${index}`))
    await expect(test.kit.putTemplate('news', plain)).rejects.toThrow('at most 200 are kept')
    await test.kit.putTemplate('n7', plain)
  })
})

describe('the names of a request', () => {
  it('stand for nothing to write down where everything is built in', async () => {
    expect(await resolveBrand(test.store, { template: 'bottom-bar', font: 'inter' })).toEqual({ errors: [] })
  })

  it('stand for contents, as do those of its template', async () => {
    const house = await test.kit.putFont('house', PIXELS)
    const second = await test.kit.putFont('second', COMIC)
    const acme = await test.kit.putLogo('acme', LOGO)
    const news = await test.kit.putTemplate('news', {
      version: 1,
      logo: 'acme',
      layers: [{ font: 'second' }],
    })
    expect(await resolveBrand(test.store, { template: 'news', font: 'house' })).toEqual({
      brand: {
        'templates/news': news.sha256,
        'fonts/house': house.sha256,
        'fonts/second': second.sha256,
        'logos/acme': acme.sha256,
      },
      errors: [],
    })
  })

  it('are told of by their field where they stand for nothing', async () => {
    await test.kit.putLogo('acme', LOGO)
    const { errors, brand } = await resolveBrand(test.store, {
      template: 'botom-bar',
      font: 'arial',
      logo: 'acne',
    })
    expect(brand).toBeUndefined()
    expect(errors).toEqual([
      {
        field: 'template',
        message: expect.stringMatching(/^must be one of: bottom-bar, .* Did you mean "bottom-bar"\?$/),
      },
      { field: 'font', message: expect.stringMatching(/^must be one of: inter, roboto/) },
      { field: 'logo', message: 'must be one of: acme. Did you mean "acme"?' },
    ])
  })

  it('are refused where the template names a font or a logo that is gone, unless the request names another', async () => {
    await test.kit.putFont('house', PIXELS)
    for (const name of ['acme', 'other']) await test.kit.putLogo(name, LOGO)
    await test.kit.putTemplate('news', { version: 1, logo: 'acme', layers: [{ font: 'house' }] })
    await test.store.remove('logos', 'acme')
    expect(
      (await resolveBrand(test.store, { template: 'news', font: 'inter', logo: 'other' })).errors,
    ).toEqual([])
    await test.store.remove('fonts', 'house')
    expect((await resolveBrand(test.store, { template: 'news', font: 'inter' })).errors).toEqual([
      {
        field: 'template',
        message: expect.stringMatching(/^the template "news" names the font "house", which is gone: must be/),
      },
      { field: 'template', message: expect.stringContaining('the logo "acme", which is gone') },
    ])
  })
})

it('is a fault of what was sent', async () => {
  await expect(test.kit.putLogo('acme', Buffer.from('x'))).rejects.toThrow(BrandFault)
})
