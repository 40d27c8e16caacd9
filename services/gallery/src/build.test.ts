import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

/** What is sent to a browser before a page is there, whichever it opens first, compressed as the slower of both ways does. Bytes. */
const MOST_BYTES = 150_000

/** Bytes below which compression may make a file larger. */
const TINY = 300

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-gallery-'))
  const root = fileURLToPath(new URL('..', import.meta.url))
  vi.stubEnv('NODE_ENV', 'production')
  await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
}

/** A file as it is sent: compressed, unless that would make it larger. */
const sent = (file: string, end: string) =>
  readFile(join(folder, `${file}.${end}`)).catch(() => readFile(join(folder, file)))

const read = (file: string) => readFile(join(folder, file), 'utf8')

describe('the built page', () => {
  it.each(['new/new-batch', 'batch/batch', 'batches/batches', 'images/images'])(
    'loads little before %s is there',
    async name => {
      const manifest: Record<string, Chunk> = JSON.parse(await read('.vite/manifest.json'))
      const first = new Set<Chunk>()
      const follow = (chunk: Chunk | undefined) => {
        if (chunk === undefined || first.has(chunk)) return
        first.add(chunk)
        for (const name of chunk.imports ?? []) follow(manifest[name])
      }
      follow(Object.values(manifest).find(chunk => chunk.isEntry))
      const page = manifest[`src/pages/${name}-page.tsx`]
      expect(page).toBeDefined()
      follow(page)
      const sizes = await Promise.all([...first].map(async ({ file }) => (await sent(file, 'gz')).length))
      const bytes = sizes.reduce((sum, size) => sum + size, 0)
      expect(bytes).toBeGreaterThan(0)
      expect(bytes, `${bytes} bytes of compressed JavaScript`).toBeLessThan(MOST_BYTES)
    },
  )

  it.each([
    ['br', brotliDecompressSync],
    ['gz', gunzipSync],
  ])('has beside each script, style and page the same as .%s', async (end, decompress) => {
    const assets = (await readdir(join(folder, 'assets'))).filter(file => /\.(js|css)$/.test(file))
    expect(assets).not.toEqual([])
    for (const file of ['index.html', ...assets.map(file => `assets/${file}`)]) {
      const whole = await readFile(join(folder, file))
      const small = await sent(file, end)
      // Of a line or two nothing is gained.
      if (whole.length > TINY) expect(small.length).toBeLessThan(whole.length)
      expect((small.equals(whole) ? small : decompress(small)).toString()).toBe(whole.toString())
    }
  })

  it('has no script or style inside its HTML, and names no other host', async () => {
    const html = await read('index.html')
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|https?:/)
  })

  it('has everything in files of its own, as the content security policy demands', async () => {
    const files = await readdir(join(folder, 'assets'))
    const sheets = files.filter(file => file.endsWith('.css'))
    expect(sheets).not.toEqual([])
    for (const sheet of sheets) expect(await read(`assets/${sheet}`)).not.toMatch(/url\((?!\.\/[\w.-]+\))/)
  })
})
