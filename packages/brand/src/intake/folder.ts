import { readdir, readFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { BRAND_KINDS, type BrandKind } from '@contactsheet/contract'
import { decodeText, parseJson } from '@contactsheet/contract/text'
import { BrandFault } from '../fault.ts'
import type { BrandIntake } from './intake.ts'

/** Files that are read of each kind, by their extensions. Fonts and logos go before the templates that name them. */
const FILES: [kind: BrandKind, extensions: readonly string[]][] = [
  ['fonts', ['.ttf', '.otf', '.woff2']],
  ['logos', ['.png', '.svg']],
  ['templates', ['.json']],
]

/**
 * Puts what is in a folder into the store: `fonts/*.{ttf,otf,woff2}`, `logos/*.{png,svg}` and `templates/*.json`, each
 * under the name of its file. What is there already is left as it is. Hidden files are passed over.
 *
 * @returns how many files there are
 * @throws BrandFault naming the first file that cannot be used, why, and what to do
 */
export async function readBrandFolder(folder: string, intake: BrandIntake): Promise<number> {
  const found = await entriesOf(folder, folder)
  const stranger = found.find(name => !BRAND_KINDS.some(kind => kind === name))
  if (stranger !== undefined)
    throw new BrandFault(`${join(folder, stranger)} is none of ${BRAND_KINDS.join(', ')}: move it elsewhere.`)
  let count = 0
  for (const [kind, extensions] of FILES) {
    if (!found.includes(kind)) continue
    const seen = new Map<string, string>()
    for (const file of await entriesOf(join(folder, kind), folder)) {
      const path = join(folder, kind, file)
      const { name, ext } = parse(file)
      const twin = seen.get(name)
      if (!extensions.includes(ext.toLowerCase()))
        throw unusable(path, `${kind} end in ${extensions.join(', ')}`)
      if (twin !== undefined) throw unusable(path, `${twin} has the same name`)
      seen.set(name, file)
      await put(intake, kind, name, path)
      count += 1
    }
  }
  return count
}

async function entriesOf(folder: string, root: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter(name => !name.startsWith('.')).sort()
  } catch (error) {
    throw new BrandFault(
      `${folder} cannot be read (${codeOf(error)}). BRAND_DIR must name a folder; it is ${root}.`,
    )
  }
}

async function put(intake: BrandIntake, kind: BrandKind, name: string, path: string): Promise<void> {
  try {
    const file = await readFile(path)
    if (kind === 'fonts') await intake.putFont(name, file)
    else if (kind === 'logos') await intake.putLogo(name, file)
    else await intake.putTemplate(name, templateIn(file))
  } catch (error) {
    if (error instanceof BrandFault) throw unusable(path, error.message.replace(/\.$/, ''))
    if (error instanceof Error && 'syscall' in error)
      throw unusable(path, `it cannot be read (${codeOf(error)})`)
    throw error
  }
}

function templateIn(file: Buffer): unknown {
  try {
    return parseJson(decodeText(file))
  } catch (error) {
    throw new BrandFault(error instanceof Error ? `It ${error.message}` : String(error))
  }
}

function unusable(path: string, why: string): BrandFault {
  return new BrandFault(`${path} cannot be used: ${why}. Mend it, or take it out of BRAND_DIR.`)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
