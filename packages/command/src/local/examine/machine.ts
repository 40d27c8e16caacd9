import { execFile } from 'node:child_process'
import { readFile, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '@contactsheet/stack'
import { type Check, fault, ok, reasonOf, warning } from '../../doctor/check.ts'
import { examineNode } from '../../doctor/machine.ts'
import { nearestFolder } from './store.ts'
import type { Configuration } from './variables.ts'

/** The first release that runs TypeScript without a warning. */
const LEAST_NODE = '24.12.0'

/** Room under which a batch of some size does not fit, and under which nothing does; in bytes. */
const SCARCE = 2 * 1024 ** 3
const NONE = 200 * 1024 ** 2

/** Releases of what a system is made of. */
export async function examineVersions(env: { PATH?: string | undefined }): Promise<Check[]> {
  const { version, packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  return [
    ok('Contactsheet', version),
    examineNode(LEAST_NODE),
    await examinePnpm(String(packageManager).split('@')[1]?.split('+')[0] ?? '', env),
  ]
}

async function examinePnpm(pinned: string, env: { PATH?: string | undefined }): Promise<Check> {
  try {
    const { stdout } = await promisify(execFile)('pnpm', ['--version'], { env, cwd: ROOT })
    const version = stdout.trim()
    const isOther = version.split('.')[0] !== pinned.split('.')[0]
    return isOther
      ? warning('pnpm', `${version}, where ${pinned} is pinned`, `npm install --global pnpm@${pinned}`)
      : ok('pnpm', version)
  } catch {
    return ok('pnpm', `not installed; npm scripts fetch ${pinned} where they need it`)
  }
}

/** What pictures are composed with: sharp, and the fonts. */
export async function examineComposing(): Promise<Check[]> {
  try {
    const { examineEquipment } = await import('@contactsheet/compose')
    const { sharp, vips, faces, missing } = examineEquipment()
    return [
      ok('sharp', `${sharp} with libvips ${vips}`),
      missing.length === 0
        ? ok('fonts', `all ${faces} built-in faces are there`)
        : fault(
            'fonts',
            `of ${faces} built-in faces some are not there: ${missing.slice(0, 3).join('; ')}`,
            'Run npm start, or pnpm install, again.',
          ),
    ]
  } catch (error) {
    const remedy =
      'Install the dependencies on this very kind of machine: remove node_modules, then npm start.'
    return [fault('sharp', `cannot be loaded: ${reasonOf(error).split('\n')[0]}`, remedy)]
  }
}

/** Room where files are kept. */
export async function examineRoom(config: Configuration): Promise<Check> {
  const folder = await nearestFolder(resolve(config.DATA_DIR))
  const { bavail, bsize } = await statfs(folder)
  const room = bavail * bsize
  const found = `${(room / 1024 ** 3).toFixed(1)} GB free at ${folder}`
  const remedy = 'Make room, or set DATA_DIR to a folder on another disk.'
  if (room < NONE) return fault('disk', found, remedy)
  return room < SCARCE ? warning('disk', found, remedy) : ok('disk', found)
}
