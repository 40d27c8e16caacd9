import { Catalog, PROVIDERS } from '@contactsheet/contract'
import { accessOf, keyVariable, rowOf } from '@contactsheet/providers'
import { catalogVariables, providerVariables, readEnv } from '@contactsheet/runtime'
import { differences } from './catalog-check/compare.ts'
import { LISTS } from './catalog-check/lists.ts'

// Compares ids and days of shutdown in the catalog, EXTRA_MODELS included, with the models that providers list, for each that a
// key is set of. Exits with 1 if something does not agree, with 2 if there was no list to compare with.

const config = readEnv({ ...providerVariables, ...catalogVariables }, process.env)
const catalog = new Catalog(config.EXTRA_MODELS)
let faulty = 0
let unread = 0
let compared = 0

for (const name of PROVIDERS) {
  const { title, baseUrl } = rowOf(name)
  const access = accessOf(name, config)
  if (access === undefined) {
    console.log(`${title}: not compared. Set ${keyVariable(name)}.`)
    continue
  }
  const models = catalog.models.filter(({ provider }) => provider === name)
  try {
    const listed = await LISTS[name](access.baseUrl ?? baseUrl.default, access.apiKey)
    const { faults, news } = differences(models, listed, title, new Date())
    for (const line of [...faults, ...news]) console.log(line)
    console.log(`${title}: ${models.length} models of the catalog, ${faults.length} do not agree.`)
    compared++
    if (faults.length > 0) faulty++
  } catch (error) {
    unread++
    console.error(`${title}: its list cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
if (faulty > 0) process.exitCode = 1
else if (unread > 0 || compared === 0) process.exitCode = 2
