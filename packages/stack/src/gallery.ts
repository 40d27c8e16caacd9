import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const GALLERY = fileURLToPath(new URL('../../../services/gallery/', import.meta.url))

/** What the page is built from: of other packages, what it takes more than types from. */
const FILES = ['index.html', 'package.json', 'precompress.ts', 'vite.config.ts']
const FOLDERS = ['src', '../../packages/contract/src/text', '../../packages/table/src']

/**
 * Builds the gallery's page, unless that was done since its sources last changed. Without it the API works as well, so
 * a build that fails is told and not thrown.
 *
 * @param logFile takes what the build writes
 * @param signal ends it
 */
export async function buildGallery(logFile: string, signal: AbortSignal): Promise<void> {
  const built = await stat(join(GALLERY, 'dist/index.html')).catch(() => undefined)
  if (built !== undefined && built.mtimeMs > (await newest())) return
  console.error('Building the gallery…')
  const log = await open(logFile, 'w')
  try {
    const vite = join(
      createRequire(join(GALLERY, 'package.json')).resolve('vite/package.json'),
      '../bin/vite.js',
    )
    const build = spawn(process.execPath, [vite, 'build'], {
      cwd: GALLERY,
      // Under any other, React comes with its aids for development, half as large again.
      env: { PATH: dirname(process.execPath), NODE_ENV: 'production' },
      signal,
      stdio: ['ignore', log.fd, log.fd],
    })
    const [code] = await once(build, 'exit')
    if (code !== 0) throw new Error(`see ${logFile}`)
  } catch (error) {
    if (signal.aborted) throw error
    console.error(`The gallery could not be built (${error instanceof Error ? error.message : error}).`)
  } finally {
    await log.close()
  }
}

/** When a source of the page last changed, in milliseconds since the epoch. */
async function newest(): Promise<number> {
  const inFolders = await Promise.all(
    FOLDERS.map(async folder =>
      (await readdir(join(GALLERY, folder), { recursive: true })).map(name => join(folder, name)),
    ),
  )
  const files = [...FILES, ...FOLDERS, ...inFolders.flat()]
  const stats = await Promise.all(files.map(file => stat(join(GALLERY, file))))
  return Math.max(...stats.map(({ mtimeMs }) => mtimeMs))
}
