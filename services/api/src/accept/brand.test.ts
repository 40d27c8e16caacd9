import { TEMPLATES } from '@contactsheet/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boxes } from '../../../../packages/brand/src/read/fonts.testing.ts'
import { openApi, type TestApi } from '../api.testing.ts'

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z" fill="#c00"/></svg>'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

const post = (look: object, headers = {}, query = '') =>
  api.app.inject({
    method: 'POST',
    url: `/batches${query}`,
    payload: { prompts: ['A fox'], models: ['gpt-image-2'], ...look },
    headers,
  })
const putLogo = (name: string, svg = SVG) => api.deps.intake.putLogo(name, Buffer.from(svg))
const putTemplate = (name: string, logo: string) =>
  api.deps.intake.putTemplate(name, { ...TEMPLATES['overlay-center'], logo })
/** A template whose title has a font of its own. */
function titledIn(font: string): object {
  const template = structuredClone(TEMPLATES['overlay-center'])
  for (const layer of template.layers)
    if (layer.kind === 'stack') for (const item of layer.items) if (item.kind === 'title') item.font = font
  return template
}
const acceptedOf = async (response: { json(): { id: string } }) => api.store.batch(response.json().id)

describe('a batch', () => {
  it('that names nothing of the brand kit says nothing of it', async () => {
    expect(await acceptedOf(await post({ template: 'left-panel' }))).not.toHaveProperty('brand')
  })

  it('writes down what its names stand for, and what those of its template do', async () => {
    const acme = await putLogo('acme')
    const news = await putTemplate('news', 'acme')
    const response = await post({ template: 'news' })
    expect(response.statusCode).toBe(202)
    const brand = { 'templates/news': news.sha256, 'logos/acme': acme.sha256 }
    expect(await acceptedOf(response)).toMatchObject({ template: 'news', brand })
    await putTemplate('news', 'acme')
    await putLogo('acme', SVG.replace('#c00', '#0c0'))
    expect(await acceptedOf(response)).toMatchObject({ brand })
    expect((await acceptedOf(await post({ template: 'news' })))?.brand).not.toEqual(brand)
  })

  it('is told what its own font lacks, or that of its template, not what those have that are built in lack', async () => {
    await api.deps.intake.putFont('house', boxes('ABCDEFGHIJKLMNOPQRSTUVWXYZ𒀀'))
    await api.deps.intake.putTemplate('news', titledIn('house'))
    const prompts = ['A 𒀀 tablet', 'A 𒀁 tablet']
    const titlesOf = async (look: object) => {
      const response = await post({ ...look, prompts }, {}, '?dryRun')
      return response.json().titleWarnings.map(({ prompt }: { prompt: number }) => prompt)
    }
    expect(await titlesOf({ font: 'lora' })).toEqual([0, 1])
    expect(await titlesOf({ font: 'house' })).toEqual([1])
    expect(await titlesOf({ template: 'news' })).toEqual([1])
  })

  it('is told the same for a request that is repeated, but where the font of its template is gone', async () => {
    await api.deps.intake.putFont('house', boxes())
    await api.deps.intake.putTemplate('news', titledIn('house'))
    const key = { 'idempotency-key': 'a' }
    const send = async () => (await post({ template: 'news', prompts: ['A 𒀀 tablet'] }, key)).json()
    const { titleWarnings, ...rest } = await send()
    expect(titleWarnings).toHaveLength(1)
    expect(await send()).toEqual({ ...rest, titleWarnings })
    await api.store.brand.remove('fonts', 'house')
    expect(await send()).toEqual(rest)
  })

  it('may give its names in the positional form', async () => {
    await putLogo('acme')
    await putTemplate('news', 'acme')
    const payload = [['A fox'], ['gpt-image-2'], 'neon', 'news', 'lora', '', '']
    const response = await api.app.inject({ method: 'POST', url: '/batches', payload })
    expect(response.statusCode).toBe(202)
    expect((await acceptedOf(response))?.brand).toHaveProperty('templates/news')
  })

  it.each(['', '?dryRun'])(
    'is refused%s where it names what there is not, with the nearest that there is',
    async query => {
      await putLogo('acme')
      const response = await post({ template: 'left-pane', font: 'arial', logo: 'acne' }, {}, query)
      expect([response.statusCode, response.json().errors]).toEqual([
        400,
        [
          {
            field: 'template',
            message: expect.stringMatching(/^must be one of: bottom-bar, .* Did you mean "left-panel"\?$/),
          },
          { field: 'font', message: expect.stringMatching(/^must be one of: inter, /) },
          { field: 'logo', message: 'must be one of: acme. Did you mean "acme"?' },
        ],
      ])
    },
  )

  it('is refused where its template names a logo that is gone', async () => {
    await putLogo('acme')
    await putTemplate('news', 'acme')
    await api.store.brand.remove('logos', 'acme')
    const response = await post({ template: 'news' })
    expect([response.statusCode, response.json().errors]).toEqual([
      400,
      [{ field: 'template', message: expect.stringContaining('names the logo "acme", which is gone') }],
    ])
    expect(api.orchestrator.started).toEqual([])
  })

  it('of an Idempotency-Key keeps what its names stood for the first time', async () => {
    const acme = await putLogo('acme')
    const key = { 'idempotency-key': 'k1' }
    const first = await post({ logo: 'acme' }, key)
    await putLogo('acme', SVG.replace('#c00', '#0c0'))
    const second = await post({ logo: 'acme' }, key)
    expect(second.json()).toEqual(first.json())
    expect((await acceptedOf(second))?.brand).toEqual({ 'logos/acme': acme.sha256 })
  })
})

describe('a preview', () => {
  const preview = (query: string) => api.app.inject({ url: `/preview.jpg${query}` })

  it('shows what a name stands for at present', async () => {
    await putLogo('acme')
    const spec = structuredClone(TEMPLATES['overlay-center'])
    await api.deps.intake.putTemplate('news', spec)
    const [own, builtIn] = [await preview('?template=news'), await preview('?template=overlay-center')]
    expect(own.rawPayload.equals(builtIn.rawPayload)).toBe(true)
    expect(own.headers['cache-control']).toBe('private, no-cache')
    await api.deps.intake.putTemplate('news', {
      ...spec,
      colors: { ...spec.colors, dark: spec.colors.light },
    })
    expect((await preview('?template=news')).rawPayload.equals(own.rawPayload)).toBe(false)
  })

  it('cannot be had of what there is not', async () => {
    const response = await preview('?template=news')
    expect([response.statusCode, response.json().detail]).toEqual([
      400,
      expect.stringContaining('template: must be one of: bottom-bar'),
    ])
  })
})
