import { describe, expect, it } from 'vitest'
import { makeBatch, OPENAI_MODEL } from '../../../tests/support/batch.ts'
import { Catalog } from './catalog/catalog.ts'
import { documentVersionOf } from './document-version.ts'

describe('the version of a batch document', () => {
  it('is the first while release 0.1.0 can read it', () => {
    expect(documentVersionOf(makeBatch(1))).toBe(1)
    expect(documentVersionOf(makeBatch(1, { webhook: 'https://a.example', titles: undefined }))).toBe(1)
  })

  it.each([
    ['outputs', { outputs: [{ name: 'original', format: 'png', crop: 'center' }] }],
    ['variations', { variations: 2 }],
    ['the batch that it goes back to', { from: makeBatch(1).id }],
    ['names of the brand kit', { brand: { 'fonts/acme': 'a'.repeat(64) } }],
    ['a quality of later models', { models: [{ ...OPENAI_MODEL, quality: 'high', shapes: 'gpt-image-2' }] }],
    ['prices of tokens', { models: [new Catalog().get('gpt-image-2')] }],
  ] as const)('is a later one with %s', (_what, rest) => {
    expect(documentVersionOf(makeBatch(1, rest as object))).toBe(2)
  })
})
