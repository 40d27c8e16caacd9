// Packs the command into one file, which asks for nothing but Node: `npm pack` calls this.
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

await rm(here('dist'), { recursive: true, force: true })
const { output } = await build({
  input: here('src/packed.ts'),
  platform: 'node',
  // The oldest Node that package.json names.
  transform: { target: 'node20' },
  output: {
    file: here('dist/contactsheet.mjs'),
    banner: '#!/usr/bin/env node',
    codeSplitting: false,
  },
})
await copyFile(here('../../LICENSE'), here('dist/LICENSE'))
await writeFile(here('dist/NOTICES.txt'), await noticesOf(output[0].moduleIds))

/** The licences of the packages that modules are of, which ask to go with their code. */
async function noticesOf(modules: readonly string[]): Promise<string> {
  const folders = modules.flatMap(module => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? [])
  const notices = [...new Set(folders)].sort().map(async folder => {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const file = (await readdir(folder)).find(file => /^licen[cs]e/i.test(file))
    const text = file === undefined ? '' : `\n\n${(await readFile(join(folder, file), 'utf8')).trim()}`
    return `${name} ${version} (${license})${text}\n`
  })
  return (await Promise.all(notices)).join(`\n${'-'.repeat(80)}\n\n`)
}
