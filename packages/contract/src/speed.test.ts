import { expect, it } from 'vitest'
import { GOOGLE_MODEL, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { type Column, columnSchema } from './catalog/model.ts'
import { priceCall } from './charge.ts'
import { atOnce, ECONOMY_SHARE, economyRuleSchema, hasEconomy, speedSchema } from './speed.ts'

const asap: Column[] = [GOOGLE_MODEL, OPENAI_MODEL]
const inLane: Column = { ...OPENAI_MODEL, speed: 'economy' }

it('a column of the economy lane is the same column at once, but for its mark', () => {
  expect(columnSchema.parse(inLane)).toEqual(inLane)
  expect(atOnce(inLane)).toEqual(OPENAI_MODEL)
  expect(atOnce(inLane)).not.toHaveProperty('speed')
  expect(columnSchema.safeParse({ ...OPENAI_MODEL, speed: 'asap' }).success).toBe(false)
})

it('a batch has a lane if any of its columns does', () => {
  expect(hasEconomy([...asap, inLane])).toBe(true)
  expect(hasEconomy(asap)).toBe(false)
  expect(hasEconomy([])).toBe(false)
})

it('the lane costs half', () => {
  expect(ECONOMY_SHARE).toBe(0.5)
  expect(priceCall(inLane, undefined).usd).toBe(0.02)
})

it.each([
  [speedSchema, 'must be one of: asap, economy'],
  [economyRuleSchema, 'must be one of: prefer, only'],
])('an unknown word is refused with those there are: %#', (schema, message) => {
  for (const word of ['fast', '', 'Economy', null, 1])
    expect(schema.safeParse(word).error?.issues.map(issue => issue.message)).toEqual([message])
})
