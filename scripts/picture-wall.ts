// Walls of pictures to look at: thirty titles in thirty scripts. `node scripts/picture-wall.ts [folder]` writes them to
// docs/images: two pages with each title in each template, and one with each in four shapes and formats.
import { join, resolve } from 'node:path'
import { compose } from '@contactsheet/compose'
import sharp from '@contactsheet/compose/sharp'
import { DEFAULT_OUTPUT, type Output, TEMPLATE_NAMES, TEMPLATES, type Template } from '@contactsheet/contract'
import { TITLES } from './picture-wall/titles.ts'

const OUTPUTS: Output[] = [
  DEFAULT_OUTPUT,
  { name: 'square', width: 1080, height: 1080, format: 'webp', crop: 'center' },
  { name: 'story', width: 1080, height: 1920, format: 'avif', crop: 'center' },
  { name: 'wide', width: 1920, height: 1080, format: 'png', crop: 'center' },
]
const PAGE = 15
const GAP = 4

type Title = (typeof TITLES)[number]

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images'))
const original = await scene()

for (let page = 0; page * PAGE < TITLES.length; page++) {
  const titles = TITLES.slice(page * PAGE, (page + 1) * PAGE)
  const rows = titles.map(title =>
    inTurn(TEMPLATE_NAMES, template => pictures(title, template, [DEFAULT_OUTPUT], 124)),
  )
  await wall(
    `picture-wall-${page + 1}`,
    (await Promise.all(rows)).map(row => row.flat()),
  )
}

const shapes = await inTurn(TITLES, (title, index) => {
  const template = TEMPLATE_NAMES[index % TEMPLATE_NAMES.length] ?? TEMPLATE_NAMES[0]
  return pictures(title, template, OUTPUTS, 112)
})
const [left, right] = [shapes.slice(0, PAGE), shapes.slice(PAGE)]
await wall(
  'picture-wall-formats',
  left.map((row, index) => [...row, ...(right[index] ?? [])]),
)

/** Pictures of a title, decoded and made as high as a row. */
async function pictures({ title, language }: Title, template: Template, outputs: Output[], height: number) {
  const look = { title, language, template: TEMPLATES[template], font: 'inter' as const }
  const composed = await compose(original, look, outputs)
  return inTurn(composed.pictures, ({ bytes }) =>
    sharp(bytes).resize({ height }).png().toBuffer({ resolveWithObject: true }),
  )
}

async function wall(name: string, rows: Awaited<ReturnType<typeof pictures>>[]): Promise<void> {
  const path = join(folder, `${name}.webp`)
  let top = 0
  let width = 0
  const cells = rows.flatMap(row => {
    let left = 0
    const placed = row.map(({ data, info }) => {
      const cell = { input: data, left, top }
      left += info.width + GAP
      return cell
    })
    width = Math.max(width, left)
    top += (row[0]?.info.height ?? 0) + GAP
    return placed
  })
  await sharp({ create: { width: width - GAP, height: top - GAP, channels: 3, background: '#ffffff' } })
    .composite(cells)
    .webp({ quality: 60, effort: 6 })
    .toFile(path)
  console.log(path)
}

/** Maps one after another. */
async function inTurn<T, R>(items: readonly T[], map: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const [index, item] of items.entries()) results.push(await map(item, index))
  return results
}

/** Evening over hills: light above, dark below, calm all over, so that the titles are what one sees. */
function scene(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1536" height="1024">
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#35507a"/><stop offset=".6" stop-color="#e7a977"/></linearGradient>
    <rect width="1536" height="1024" fill="url(#sky)"/>
    <circle cx="1080" cy="480" r="80" fill="#ffe9c4"/>
    <path fill="#6d6f8f" d="M0 620l260-180 300 190 320-220 360 240 296-150v524H0z"/>
    <path fill="#2b3a44" d="M0 800c320-130 560-90 800-20s480 60 736-50v294H0z"/>
  </svg>`
  return sharp(Buffer.from(svg)).jpeg().toBuffer()
}
