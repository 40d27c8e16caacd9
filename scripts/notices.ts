// Writes THIRD_PARTY_NOTICES.md: what runs in production, under which licences.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readTerms } from './notices/licences.ts'
import { productionPackages } from './notices/packages.ts'
import { render } from './notices/render.ts'

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

const notices = productionPackages(readFileSync(path('pnpm-lock.yaml'), 'utf8')).map(found => ({
  ...found,
  terms: readTerms(found, path('node_modules')),
}))
writeFileSync(path('THIRD_PARTY_NOTICES.md'), render(notices))
console.log(`THIRD_PARTY_NOTICES.md names ${notices.length} packages.`)
