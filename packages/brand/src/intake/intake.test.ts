import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrandFault } from '../fault.ts'
import { COMIC, PIXELS } from '../read/fonts.testing.ts'
import { resolveBrand } from '../resolve.ts'
import { LOGO, openIntake, type TestIntake, templateWith } from './intake.testing.ts'

let test: TestIntake
beforeEach(async () => {
  test = await openIntake()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await test.close()
})

describe('the brand kit', () => {
  it('keeps a font under its name, written anew', async () => {
    const document = await test.intake.putFont('house', PIXELS)
    expect(document).toMatchObject({ family: 'Press Start 2P', bold: false, characters: 656 })
    expect(await test.store.content('fonts', document.sha256)).toHaveLength(document.bytes)
  })

  it('does not read a file again that the name stands for already', async () => {
    const document = await test.intake.putLogo('acme', LOGO)
    const put = vi.spyOn(test.objects, 'put')
    expect(await test.intake.putLogo('acme', LOGO)).toEqual(document)
    expect(put).not.toHaveBeenCalled()
  })

  it('keeps a template as it was checked, with the names in it', async () => {
    await test.intake.putFont('house', PIXELS)
    await test.intake.putLogo('acme', LOGO)
    const template = templateWith({ logo: 'acme', fonts: ['house', 'lora', 'house'] })
    const document = await test.intake.putTemplate('news', template)
    expect(document).toMatchObject({ label: 'Test', fonts: ['house', 'lora'], logo: 'acme' })
    expect(JSON.parse(String(await test.store.content('templates', document.sha256)))).toEqual(template)
  })

  it.each([
    ['Comic Sans', 'cannot name a font: a name is 1 to 40 lower-case letters, digits and dashes'],
    ['inter', 'The font "inter" is built in and stays as it is. Take another name.'],
  ])('has no name %s', async (name, why) => {
    await expect(test.intake.putFont(name, PIXELS)).rejects.toThrow(why)
    expect(await Array.fromAsync(test.objects.list('brand/'))).toEqual([])
  })

  it('refuses a template that is none, by the field at fault', async () => {
    const refused = test.intake.putTemplate('news', { ...templateWith(), layers: 3 })
    await expect(refused).rejects.toThrow('The template cannot be used at layers: ')
    await expect(refused).rejects.toMatchObject({ errors: [{ field: 'layers' }] })
  })

  it('refuses a template that names what there is not, with the nearest that there is', async () => {
    await test.intake.putLogo('acme-dark', LOGO)
    const template = templateWith({ logo: 'acme-drak', fonts: ['inter', 'pacifio'] })
    const refused = test.intake.putTemplate('news', template)
    await expect(refused).rejects.toMatchObject({
      errors: [
        {
          field: 'layers[0].items[1].font',
          message: expect.stringMatching(/^must be one of: inter, .* Did you mean "pacifico"\?$/),
        },
        { field: 'logo', message: 'must be one of: acme-dark. Did you mean "acme-dark"?' },
      ],
    })
    expect(await test.store.list('templates')).toEqual(new Map())
  })

  it('has no more names than a page can offer', async () => {
    vi.spyOn(test.store, 'names').mockResolvedValue(Array.from({ length: 200 }, (_, index) => `n${index}`))
    await expect(test.intake.putTemplate('news', templateWith())).rejects.toThrow('at most 200 are kept')
    await test.intake.putTemplate('n7', templateWith())
  })
})

describe('the names of a request', () => {
  it('stand for nothing to write down where everything is built in', async () => {
    expect(await resolveBrand(test.store, { template: 'bottom-bar', font: 'inter' })).toEqual({ errors: [] })
  })

  it('stand for contents, as do those of its template', async () => {
    const house = await test.intake.putFont('house', PIXELS)
    const second = await test.intake.putFont('second', COMIC)
    const acme = await test.intake.putLogo('acme', LOGO)
    const news = await test.intake.putTemplate('news', templateWith({ logo: 'acme', fonts: ['second'] }))
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
    await test.intake.putLogo('acme', LOGO)
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
    await test.intake.putFont('house', PIXELS)
    for (const name of ['acme', 'other']) await test.intake.putLogo(name, LOGO)
    await test.intake.putTemplate('news', templateWith({ logo: 'acme', fonts: ['house'] }))
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
  await expect(test.intake.putLogo('acme', Buffer.from('x'))).rejects.toThrow(BrandFault)
})
