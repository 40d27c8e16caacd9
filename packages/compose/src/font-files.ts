/** Where the files of a face lie, and which of them has a character. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute, join } from 'node:path'
import { charactersOf, includes, type Ranges } from './cmap.ts'
import type { Face, FontFiles } from './faces.ts'

const { resolve } = createRequire(import.meta.url)

/** A file, and the characters that its package says it is for; without them, all that it has. */
interface Slice {
  path: string
  claimed?: Ranges
}

/** Weakly, as there is a face for each picture in a font that a deployment brings. */
const slicesOf = remembered(new WeakMap<FontFiles, Slice[]>(), (files): Slice[] => {
  if ('file' in files) return [{ path: isAbsolute(files.file) ? files.file : inPackages(files.file) }]
  const folder = inPackages(files.package)
  const name = files.package.slice(files.package.indexOf('/') + 1)
  const claims: Record<string, string> = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8'))
  return Object.entries(claims)
    .map(([key, claim]) => ({ subset: key.replace(/[[\]]/g, ''), claimed: rangesOf(claim) }))
    .filter(({ subset }) => files.subset === undefined || subset === files.subset)
    .map(({ subset, claimed }) => ({
      path: join(folder, 'files', `${name}-${subset}-wght-normal.woff2`),
      claimed,
    }))
})

const charactersIn = remembered(new Map<string, Ranges>(), charactersOf)

/** Characters remembered of each face: more than titles use in any language, few enough for all faces to hold. */
const MAX_REMEMBERED = 8_000
const found = new WeakMap<Face, Map<number, string | undefined>>()

/** The file of a face that has a character; undefined if none has. */
export function fileWith(face: Face, codePoint: number): string | undefined {
  let known = found.get(face)
  if (known === undefined || known.size > MAX_REMEMBERED) {
    known = new Map()
    found.set(face, known)
  }
  let file = known.get(codePoint)
  if (file === undefined && !known.has(codePoint)) {
    file = findFile(face.files, codePoint)
    known.set(codePoint, file)
  }
  return file
}

function findFile(files: FontFiles, codePoint: number): string | undefined {
  return slicesOf(files).find(
    ({ path, claimed }) =>
      (claimed === undefined || includes(claimed, codePoint)) && includes(charactersIn(path), codePoint),
  )?.path
}

/** The files of a face, for who copies or measures them. */
export function filesOf(face: Face): string[] {
  return slicesOf(face.files).map(({ path }) => path)
}

/** Looked for where packages can be: to resolve each package would read its package.json first. */
function inPackages(path: string): string {
  const found = (resolve.paths(path) ?? [])
    .map(packages => join(packages, path))
    .find(candidate => existsSync(candidate))
  if (found === undefined) throw new Error(`The font ${path} is missing: run pnpm install again.`)
  return found
}

/** From the form of a style sheet: `U+0964-0965,U+0B82`. */
function rangesOf(claim: string): Ranges {
  return claim
    .split(',')
    .map(range => range.slice(2).split('-'))
    .map(([first = '', last = first]): [number, number] => [
      Number.parseInt(first, 16),
      Number.parseInt(last, 16),
    ])
    .sort(([a], [b]) => a - b)
}

function remembered<K, V>(
  known: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  read: (key: K) => V,
): (key: K) => V {
  return key => {
    let value = known.get(key)
    if (value === undefined) {
      value = read(key)
      known.set(key, value)
    }
    return value
  }
}
