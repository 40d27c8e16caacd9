/** What is read of a batch. Nothing here is shared with the code that worked the costs out. */
export interface CostedBatch {
  columns: readonly Prices[]
  leaves: readonly CostedLeaf[]
  costUsd: number
  atRiskUsd?: number | undefined
}

export interface Prices {
  id: string
  price?: { usd: number } | undefined
  tokenPrices?: Readonly<Record<Token, number>> | undefined
}

export interface CostedLeaf {
  leafId: string
  costUsd?: number | null | undefined
  atRiskUsd?: number | null | undefined
  charges?: readonly Charge[] | undefined
}

interface Charge {
  model: string
  picture: boolean
  calls: number
  usage?: Readonly<Record<Token, number>> | undefined
  usd: number | null
  by: string
  speed?: string | undefined
}

const TOKENS = ['textIn', 'imageIn', 'textOut', 'imageOut'] as const
type Token = (typeof TOKENS)[number]

/** What a recomputation came to. Sums are in millionths of a dollar. */
export interface Recomputed {
  /** What does not agree, in words. */
  faults: string[]
  charges: number
  cost: bigint
  atRisk: bigint
}

/**
 * Works out what a batch cost once more, in whole numbers: each charge by its tokens and the prices of its model, or by the price
 * of a picture; each leaf by its charges; the batch by its leaves.
 */
export function recompute({ columns, leaves, costUsd, atRiskUsd }: CostedBatch): Recomputed {
  const faults: string[] = []
  const compare = (what: string, found: bigint | undefined, said: number | null | undefined) => {
    const expected = said === null || said === undefined ? undefined : millionths(said)
    if (found !== expected)
      faults.push(`${what}: ${dollars(found)} by its charges, and it says ${dollars(expected)}`)
  }
  const total = { charges: 0, cost: 0n, atRisk: 0n }
  for (const { leafId, charges = [], ...said } of leaves) {
    const sums = { cost: sum(), atRisk: sum() }
    for (const charge of charges) {
      total.charges++
      const expected = priced(charge, columns)
      if (expected.every(usd => usd !== (charge.usd === null ? undefined : millionths(charge.usd))))
        faults.push(
          `${leafId}: ${charge.calls} of ${charge.model} by ${charge.by} is ${expected.map(dollars).join(' or ')}, and it says ${charge.usd}`,
        )
      const side = charge.picture ? sums.cost : sums.atRisk
      side.charges++
      if (charge.usd !== null) side.known = (side.known ?? 0n) + millionths(charge.usd)
    }
    const cost = sums.cost.charges === 0 ? 0n : sums.cost.known
    compare(`${leafId}, cost`, said.costUsd === undefined ? undefined : cost, said.costUsd)
    compare(`${leafId}, at risk`, sums.atRisk.known, said.atRiskUsd)
    total.cost += sums.cost.known ?? 0n
    total.atRisk += sums.atRisk.known ?? 0n
  }
  compare('the batch, cost', total.cost, costUsd)
  compare('the batch, at risk', total.atRisk, atRiskUsd ?? 0)
  return { faults, ...total }
}

function sum(): { charges: number; known?: bigint } {
  return { charges: 0 }
}

/** What a charge can come to: one model may be there in several columns, each with a price of its own. */
function priced(charge: Charge, columns: readonly Prices[]): (bigint | undefined)[] {
  const { model, usage, by, calls, speed } = charge
  const parts = speed === 'economy' ? 2n : 1n
  const own = columns.filter(({ id }) => id === model)
  if (by === 'usage')
    return own.map(({ tokenPrices }) =>
      usage === undefined || tokenPrices === undefined ? undefined : ofTokens(usage, tokenPrices, parts),
    )
  return own.map(({ price }) => price && rounded(millionths(price.usd), parts) * BigInt(calls))
}

/** Prices are exact to a billionth of a dollar for a million tokens. */
const SCALE = 1_000_000_000n

/** @param parts of the price that are paid one of */
function ofTokens(
  usage: Readonly<Record<Token, number>>,
  prices: Readonly<Record<Token, number>>,
  parts: bigint,
): bigint {
  const scaled = TOKENS.reduce(
    (total, token) => total + BigInt(usage[token]) * BigInt(prices[token].toFixed(9).replace('.', '')),
    0n,
  )
  return rounded(scaled, SCALE * parts)
}

function rounded(amount: bigint, unit: bigint): bigint {
  return (2n * amount + unit) / (2n * unit)
}

function millionths(usd: number): bigint {
  return BigInt(usd.toFixed(6).replace('.', ''))
}

export function dollars(amount: bigint | undefined): string {
  if (amount === undefined) return 'unknown'
  const digits = amount.toString().padStart(7, '0')
  return `$${digits.slice(0, -6)}.${digits.slice(-6)}`
}
