import { readFile } from 'node:fs/promises'
import type { CostedBatch, CostedLeaf, Prices } from './recompute.ts'

/** The part of a `result.json` that is read. */
interface Result {
  batch: {
    models: Prices[]
    fallback?: Prices[]
    changes?: Record<string, { model?: Prices }>
  }
  records: CostedLeaf[]
  costUsd: number
  atRiskUsd?: number
}

/** The part of an answer to `GET /batches/:id` that is read. */
interface View {
  models: Prices[]
  fallback?: Prices[]
  cost: { actualUsd: number; atRiskUsd?: number }
}

/**
 * A batch, by the path of its `result.json` or its address at an API.
 *
 * @param token for the API, where that needs one
 * @throws Error if there is none that can be read
 */
export async function readBatch(where: string, token: string | undefined): Promise<CostedBatch> {
  return /^https?:\/\//.test(where) ? fromApi(where.replace(/\/$/, ''), token) : fromFile(where)
}

async function fromFile(path: string): Promise<CostedBatch> {
  const { batch, records, costUsd, atRiskUsd }: Result = JSON.parse(await readFile(path, 'utf8'))
  const { models, fallback = [], changes = {} } = batch
  const changed = Object.values(changes).flatMap(({ model }) => model ?? [])
  return { columns: [...models, ...fallback, ...changed], leaves: records, costUsd, atRiskUsd }
}

async function fromApi(address: string, token: string | undefined): Promise<CostedBatch> {
  const get = async (url: string) => {
    const response = await fetch(
      url,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    )
    if (!response.ok) throw new Error(`${url} answers HTTP ${response.status}.`)
    return response.text()
  }
  const { models, fallback = [], cost }: View = JSON.parse(await get(address))
  const rows = (await get(`${address}/results.jsonl`)).split('\n').filter(line => line !== '')
  return {
    columns: [...models, ...fallback],
    leaves: rows.map((row): CostedLeaf => JSON.parse(row)),
    costUsd: cost.actualUsd,
    atRiskUsd: cost.atRiskUsd,
  }
}
