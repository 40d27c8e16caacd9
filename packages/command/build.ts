// Packs the command into one file, which asks for nothing but Node: `npm pack` calls this.
import { copyFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

await build({
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
for (const name of ['LICENSE', 'THIRD_PARTY_NOTICES.md'])
  await copyFile(here(`../../${name}`), here(`dist/${name}`))
