import { Catalog, firstAttempt, leavesOf, MAX_ATTEMPTS, resultOf } from '@contactsheet/contract'
import { attemptLeaf, leafTools } from '@contactsheet/leaf'
import {
  commonVariables,
  createObjectStore,
  providerVariables,
  readEnv,
  storageVariables,
} from '@contactsheet/runtime'
import { BatchStore } from '@contactsheet/storage'
import { makeBatch } from '../support/batch.ts'
import { usageOf } from './usage.ts'

// The floor of the batch benchmark: every leaf at once in this one process. Started by batch.ts, which says what to make.
process.once('message', async ({ prompts, models }: { prompts: string[]; models: string[] }) => {
  const variables = { ...commonVariables, ...storageVariables, ...providerVariables }
  const config = readEnv(variables, process.env)
  const tools = leafTools(config, new BatchStore(createObjectStore(config)))
  await tools.store.ready()
  await Promise.all(Object.values(tools.providers).map(provider => provider.preload()))

  const catalog = new Catalog()
  const resolved = models.map(id => catalog.get(id)).filter(model => model !== undefined)
  const batch = makeBatch(0, { prompts, models: resolved })
  const before = usageOf(process.pid)
  const attempt = { ...firstAttempt(), number: MAX_ATTEMPTS }
  const records = await Promise.all(
    [...leavesOf(batch)].map(leaf =>
      attemptLeaf(tools, batch, leaf, attempt, new AbortController().signal, { isSure: () => true }),
    ),
  )
  const after = usageOf(process.pid)
  const usage = { cpuMs: after.cpuMs - before.cpuMs, peakMb: after.peakMb }
  process.send?.({ result: resultOf(batch, records), usage }, () => process.disconnect())
})
