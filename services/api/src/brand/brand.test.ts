import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FONT_NAMES, KindError, TEMPLATE_NAMES, TEMPLATES, type TemplateSpec } from '@contactsheet/contract'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApi, type TestApi } from '../api.testing.ts'

const FONT = readFileSync(
  fileURLToPath(import.meta.resolve('@expo-google-fonts/bangers/400Regular/Bangers_400Regular.ttf')),
)
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z" fill="#c00"/></svg>'

/** A template that can be used, and one that names a font and a logo. */
const PLAIN = TEMPLATES['overlay-center']
const NEWS = structuredClone<TemplateSpec>(PLAIN)
NEWS.logo = 'acme'
for (const layer of NEWS.layers)
  if (layer.kind === 'stack') for (const item of layer.items) if (item.kind === 'title') item.font = 'house'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await api.close()
})

const get = (url: string) => api.app.inject({ url })
const remove = (url: string) => api.app.inject({ method: 'DELETE', url })

function put(url: string, payload: string | Buffer | object, type?: string) {
  return api.app.inject({
    method: 'PUT',
    url,
    payload,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  })
}

const putFont = (name: string, file: string | Buffer = FONT, type = 'font/ttf') =>
  put(`/fonts/${name}`, file, type)
const putLogo = (name: string, file: string | Buffer = SVG, type = 'image/svg+xml') =>
  put(`/logos/${name}`, file, type)

describe('what is built in', () => {
  it('stands beside what is not', async () => {
    await putFont('house')
    await put('/templates/news', PLAIN)
    const { fonts } = (await get('/fonts')).json()
    expect(fonts.slice(0, -1).map(({ id }: { id: string }) => id)).toEqual(FONT_NAMES)
    expect(fonts[0]).toMatchObject({ id: 'inter', family: 'Inter', builtIn: true })
    expect(fonts.at(-1)).toMatchObject({ id: 'house', family: 'Bangers', builtIn: false, bold: false })
    const sample = await get(fonts.at(-1).sampleUrl)
    expect([sample.statusCode, sample.headers['content-type']]).toEqual([200, 'image/jpeg'])
    const { templates } = (await get('/templates')).json()
    expect(templates.slice(0, -1).map(({ id }: { id: string }) => id)).toEqual(TEMPLATE_NAMES)
    expect(templates.at(-1)).toMatchObject({ id: 'news', label: PLAIN.label, builtIn: false })
  })

  it.each([
    ['/fonts/lora', FONT, 'font/ttf', 'The font "lora" is built in'],
    [
      '/templates/left-panel',
      JSON.stringify(PLAIN),
      'application/json',
      'The template "left-panel" is built in',
    ],
  ])('stays as it is: %s', async (url, file, type, why) => {
    for (const response of [await put(url, file, type), await remove(url)]) {
      expect([response.statusCode, response.json().detail]).toEqual([400, expect.stringContaining(why)])
      expect(response.json().errors).toMatchObject([{ field: 'name' }])
    }
  })
})

describe('a font', () => {
  it('is made, replaced and taken away', async () => {
    const made = await putFont('house')
    expect([made.statusCode, made.json()]).toEqual([
      201,
      {
        id: 'house',
        family: 'Bangers',
        builtIn: false,
        bold: false,
        glyphs: expect.any(Number),
        characters: expect.any(Number),
        sampleUrl: expect.stringMatching(/^\/fonts\/house\/sample\.jpg\?v=/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: expect.any(Number),
        updatedAt: expect.any(String),
      },
    ])
    const again = await putFont('house', FONT, 'application/octet-stream')
    expect([again.statusCode, again.json()]).toEqual([200, made.json()])
    expect((await remove('/fonts/house')).statusCode).toBe(204)
    expect((await get('/fonts')).json().fonts).toHaveLength(FONT_NAMES.length)
    expect((await remove('/fonts/house')).statusCode).toBe(404)
  })

  it('that cannot be used is refused with the reason', async () => {
    const response = await putFont('house', 'no font')
    const message = 'The file is no font. Send a TTF, OTF or WOFF2.'
    expect([response.statusCode, response.json()]).toMatchObject([
      400,
      { detail: message, errors: [{ field: '(body)', message }] },
    ])
  })

  it.each([
    ['Comic_Sans', FONT, 'font/ttf', 400, 'cannot name a font: a name is 1 to 40 lower-case letters'],
    ['house', '', 'font/ttf', 400, 'The body is empty. Send the file in it'],
    [
      'house',
      Buffer.alloc(400_001),
      'font/ttf',
      413,
      'larger than the 400000 bytes allowed (MAX_FONT_BYTES)',
    ],
    [
      'house',
      '{}',
      'application/json',
      415,
      'send it as font/ttf, font/otf, font/woff2, application/octet-stream',
    ],
  ])('named %s is refused: %#', async (name, file, type, status, why) => {
    const response = await putFont(name, file, type)
    expect([response.statusCode, response.json().detail]).toEqual([status, expect.stringContaining(why)])
  })
})

describe('a logo', () => {
  it('is kept as a picture, and shown', async () => {
    const { statusCode, ...made } = await putLogo('acme')
    expect([statusCode, made.json()]).toMatchObject([201, { id: 'acme', width: 1_024, height: 512 }])
    expect((await get('/logos')).json().logos).toEqual([made.json()])
    const shown = await get('/logos/acme')
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/png'])
    expect(await sharp(shown.rawPayload).metadata()).toMatchObject({ width: 1_024, height: 512 })
    expect((await remove('/logos/acme')).statusCode).toBe(204)
    expect((await get('/logos/acme')).json().detail).toContain('There is no such logo')
  })

  it('that acts is refused with the reason', async () => {
    const response = await putLogo('acme', SVG.replace('<path', '<script/><path'))
    expect([response.statusCode, response.json().detail]).toEqual([
      400,
      expect.stringContaining('<script>: scripts are not run'),
    ])
  })
})

describe('a template', () => {
  it('is made, shown, replaced and taken away', async () => {
    await putFont('house')
    await putLogo('acme')
    const made = await put('/templates/news', NEWS)
    expect([made.statusCode, made.json()]).toMatchObject([
      201,
      { id: 'news', fonts: ['house'], logo: 'acme' },
    ])
    expect((await get('/templates/news')).json()).toEqual(NEWS)
    expect((await put('/templates/news', PLAIN)).statusCode).toBe(200)
    expect((await remove('/templates/news')).statusCode).toBe(204)
    const gone = await get('/templates/news')
    expect([gone.statusCode, gone.json().detail]).toEqual([
      404,
      expect.stringMatching(/^There is no such template: must be one of: bottom-bar, /),
    ])
  })

  it('that names what there is not is refused, by each field', async () => {
    const text = JSON.stringify(NEWS).replaceAll('"house"', '"lara"')
    const response = await put('/templates/news', text, 'application/json')
    expect([response.statusCode, response.json().errors]).toEqual([
      400,
      [
        {
          field: expect.stringMatching(/^layers\[\d\]\.items\[\d\]\.font$/),
          message: expect.stringContaining('Did you mean "lora"?'),
        },
        { field: 'logo', message: 'names what this deployment does not have: GET /logos lists none' },
      ],
    ])
    expect((await get('/templates')).json().templates).toHaveLength(TEMPLATE_NAMES.length)
  })

  it('is one that docs/brand.md shows', async () => {
    const docs = readFileSync(new URL('../../../../docs/brand.md', import.meta.url), 'utf8')
    const [, template = ''] = /```json\n(\{\n.*?)```/s.exec(docs) ?? []
    await putFont('house')
    await putLogo('daily')
    expect((await put('/templates/front-page', template, 'application/json')).statusCode).toBe(201)
  })

  it('that has no title is refused, by the layers at fault', async () => {
    const { layers, portrait: _portrait, ...rest } = PLAIN
    const untitled = layers.filter(({ kind }) => kind !== 'stack')
    const fill = { kind: 'fill', box: {}, color: '#000000' }
    const response = await put('/templates/news', { ...rest, layers: [...untitled, fill] })
    expect([response.statusCode, response.json().errors]).toMatchObject([400, [{ field: 'layers' }]])
  })

  it('that is none is refused', async () => {
    expect((await put('/templates/news', { ...PLAIN, layers: 3 })).json().errors).toEqual([
      { field: 'layers', message: expect.stringContaining('must be a list') },
    ])
    expect((await api.app.inject({ method: 'PUT', url: '/templates/news' })).json().detail).toBe(
      'The body is empty. Send the template in it, as JSON.',
    )
  })
})

describe('while the store takes no writes', () => {
  it('nothing is half there, and a caller is told to come back', async () => {
    vi.spyOn(api.objects, 'put').mockRejectedValue(new KindError('storage', 'The store is full.'))
    const response = await putLogo('acme')
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5'])
    vi.restoreAllMocks()
    expect((await get('/logos')).json()).toEqual({ logos: [] })
    expect((await putLogo('acme')).statusCode).toBe(201)
  })
})

it('asks for a token where there are some', async () => {
  const guarded = await openApi({ tokens: ['secret'] })
  const requests = [
    { method: 'PUT', url: '/fonts/house', payload: FONT, headers: { 'content-type': 'font/ttf' } },
    { method: 'PUT', url: '/templates/news', payload: PLAIN },
    { method: 'DELETE', url: '/logos/acme' },
  ] as const
  for (const request of requests) expect((await guarded.app.inject(request)).statusCode).toBe(401)
  await guarded.close()
})
