// A wall of pictures to look at: thirty titles in thirty scripts, in each template. `node scripts/picture-wall.ts [folder]`
// writes it to docs/images, in pages of fifteen rows.
import { join, resolve } from 'node:path'
import { compose } from '@contactsheet/compose'
import sharp from '@contactsheet/compose/sharp'
import { TEMPLATE_NAMES, TEMPLATES } from '@contactsheet/contract'
import { TITLES } from './picture-wall/titles.ts'

const ROWS = 15
const CELL = { width: 236, height: 124 }
const GAP = 4

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/images'))
const original = await scene()
for (let page = 0; page * ROWS < TITLES.length; page++) {
  const path = join(folder, `picture-wall-${page + 1}.webp`)
  await wall(TITLES.slice(page * ROWS, (page + 1) * ROWS), path)
  console.log(path)
}

async function wall(titles: typeof TITLES, path: string): Promise<void> {
  const cells = titles.flatMap(({ title }, row) =>
    TEMPLATE_NAMES.map(async (name, column) => {
      const { pictures } = await compose(original, { title, template: TEMPLATES[name], font: 'inter' })
      return {
        input: await sharp(pictures[0]?.bytes).resize(CELL).toBuffer(),
        left: column * (CELL.width + GAP),
        top: row * (CELL.height + GAP),
      }
    }),
  )
  const width = TEMPLATE_NAMES.length * (CELL.width + GAP) - GAP
  const height = titles.length * (CELL.height + GAP) - GAP
  await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(await Promise.all(cells))
    .webp({ quality: 72, effort: 6 })
    .toFile(path)
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
