import { describe, expect, it } from 'vitest'
import { addCharges, type Charge, chargeOf, chargeSchema, costsOf, priceCall, times } from './charge.ts'

const price = { usd: 0.134, source: 'a test', date: '2026-11-25' }
const tokenPrices = {
  textIn: 2,
  imageIn: 2,
  textOut: 12,
  imageOut: 120,
  source: 'a test',
  date: '2026-11-25',
}
const usage = { textIn: 57, imageIn: 560, textOut: 210, imageOut: 1_120 }
const model = { id: 'gemini-3-pro-image', price, tokenPrices }

describe('what a call costs', () => {
  it('is that of its tokens, to a millionth of a dollar', () => {
    expect(priceCall(model, usage)).toEqual({ usd: 0.138154, by: 'usage' })
    const cheap = { ...tokenPrices, textIn: 0.3 }
    expect(
      priceCall({ tokenPrices: cheap }, { ...usage, imageOut: 0, textOut: 0, imageIn: 0, textIn: 5 }),
    ).toEqual({
      usd: 0.000002,
      by: 'usage',
    })
  })

  it('is that of a picture where its answer told no tokens, or these have no price', () => {
    expect(priceCall(model, undefined)).toEqual({ usd: 0.134, by: 'list' })
    expect(priceCall({ price }, usage)).toEqual({ usd: 0.134, by: 'list' })
    expect(priceCall({}, usage)).toEqual({ usd: null, by: 'list' })
  })

  it('is half in the economy lane, of tokens and pictures alike, to a millionth of a dollar', () => {
    const inLane = { ...model, speed: 'economy' as const }
    expect(priceCall(inLane, usage)).toEqual({ usd: 0.069077, by: 'usage', speed: 'economy' })
    expect(priceCall(inLane, undefined)).toEqual({ usd: 0.067, by: 'list', speed: 'economy' })
    // The half of an odd millionth is rounded up.
    const odd = { textIn: 1, imageIn: 0, textOut: 0, imageOut: 0 }
    const cheap = { ...inLane, tokenPrices: { ...tokenPrices, textIn: 3 } }
    expect(priceCall(cheap, odd).usd).toBe(0.000002)
    for (const [usd, half] of [
      [0.000249, 0.000125],
      [0.000493, 0.000247],
    ] as const)
      expect(priceCall({ price: { ...price, usd }, speed: 'economy' }, undefined).usd).toBe(half)
    expect(priceCall({ speed: 'economy' }, usage)).toEqual({ usd: null, by: 'list', speed: 'economy' })
  })
})

describe('charges', () => {
  const lost = chargeOf(model, false, undefined)
  const paid = chargeOf(model, true, usage)

  it('of calls that told nothing are one for each model and price, with their number', () => {
    const other = { ...lost, model: 'gpt-image-2' }
    const all = [lost, paid, other, lost, paid].reduce<Charge[]>(
      (sum, charge) => addCharges(sum, [charge]),
      [],
    )
    expect(all).toEqual([{ ...lost, calls: 2, usd: 0.268 }, paid, other, paid])
    for (const charge of all) expect(chargeSchema.parse(charge)).toEqual(charge)
    expect(addCharges([lost], [{ ...lost, usd: 0.2 }])).toHaveLength(2)
    expect(addCharges([times(lost, 2)], [times(lost, 3)])).toEqual([times(lost, 5)])
  })

  it('of the economy lane are apart from those of calls at once', () => {
    const half = chargeOf({ ...model, speed: 'economy' }, false, undefined)
    expect(chargeSchema.parse(half)).toEqual({ ...lost, usd: 0.067, speed: 'economy' })
    const same = { ...half, usd: lost.usd }
    expect(addCharges([lost, half], [same, half, lost])).toEqual([times(lost, 2), times(half, 2), same])
    expect(costsOf([half, { ...half, picture: true }])).toEqual({ costUsd: 0.067, atRiskUsd: 0.067 })
  })

  it('add up apart by whether they brought the picture', () => {
    expect(costsOf([])).toEqual({ costUsd: 0 })
    expect(costsOf([paid, times(lost, 2), paid])).toEqual({ costUsd: 0.276308, atRiskUsd: 0.268 })
  })

  it('whose price is not known take nothing from those that are known', () => {
    const unknown = chargeOf({ id: 'new' }, true, undefined)
    expect(costsOf([unknown])).toEqual({ costUsd: null })
    expect(costsOf([unknown, paid])).toEqual({ costUsd: 0.138154 })
  })
})
