/** Our leaf in one process without a queue: all at once, or with the argument `serial` one after another. */
import { Catalog, firstAttempt, leavesOf, MAX_ATTEMPTS } from '@contactsheet/contract'
import { attemptLeaf, leafTools } from '@contactsheet/leaf'
import {
  catalogVariables,
  commonVariables,
  createObjectStore,
  providerVariables,
  readEnv,
  storageVariables,
} from '@contactsheet/runtime'
import { BatchStore } from '@contactsheet/storage'
import { makeBatch } from '../../support/batch.ts'
import { stepsOf } from '../measure/steps.ts'
import { LOOK } from '../order.ts'
import { serveOrders } from './self-measured.ts'

const isSerial = process.argv.includes('serial')
const variables = { ...commonVariables, ...storageVariables, ...providerVariables, ...catalogVariables }
const config = readEnv(variables, process.env)
const tools = leafTools(config, new BatchStore(createObjectStore(config)))
await tools.store.ready()
await Promise.all(Object.values(tools.providers).map(provider => provider.preload()))
const catalog = new Catalog(config.EXTRA_MODELS)

serveOrders(async ({ titles, models }) => {
  const known = models.map(({ id }) => catalog.get(id)).filter(model => model !== undefined)
  const batch = makeBatch(0, { prompts: titles, models: known, ...LOOK })
  const attempt = { ...firstAttempt(), number: MAX_ATTEMPTS }
  const make = (leaf: Parameters<typeof attemptLeaf>[2]) =>
    attemptLeaf(tools, batch, leaf, attempt, new AbortController().signal, {
      isSure: () => true,
      isNew: () => false,
    })
  const leaves = [...leavesOf(batch)]
  const records = isSerial ? [] : await Promise.all(leaves.map(make))
  if (isSerial) for (const leaf of leaves) records.push(await make(leaf))
  return { lost: records.filter(({ state }) => state !== 'succeeded').length, steps: stepsOf(records) }
})
