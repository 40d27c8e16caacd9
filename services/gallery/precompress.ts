import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** Files that get smaller; fonts of the page are compressed in themselves. */
const TEXT = /\.(html|js|css|svg|json|txt)$/

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** By the ends of names. */
const CODINGS = {
  // As well as it can, if it is not told otherwise.
  br: (whole: Buffer) => brotli(whole),
  gz: (whole: Buffer) => zip(whole, { level: constants.Z_BEST_COMPRESSION }),
}

/**
 * Puts beside each file of the build what the API sends in its place, as well compressed as can be: `a.js.br` and `a.js.gz`.
 * Where one of them would be no smaller than the file, it is left out.
 */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle: {
      // What others write at the end of a build is there by then.
      sequential: true,
      order: 'post',
      async handler({ dir = '' }, bundle) {
        const files = Object.keys(bundle).filter(file => TEXT.test(file) && !file.startsWith('.vite/'))
        await Promise.all(files.map(file => compress(join(dir, file))))
      },
    },
  }
}

async function compress(path: string): Promise<void> {
  const whole = await readFile(path)
  for (const [end, coding] of Object.entries(CODINGS)) {
    const small = await coding(whole)
    if (small.length < whole.length) await writeFile(`${path}.${end}`, small)
  }
}
