import { describe, expect, it } from 'vitest'
import { makeBatch } from '../../../tests/support/batch.ts'
import { textsOf } from './leaf-texts.ts'

const shared = {
  context: 'A shop for {{product}}',
  extraPrompt: '{{Product}} on wood',
  kicker: '{{brand}}',
  subtitle: 'New',
}

describe('the texts of a leaf', () => {
  it("are those of the batch, with its prompt's variables filled in", () => {
    const variables = { product: 'mugs', brand: 'Acme' }
    const batch = makeBatch(1, { ...shared, language: 'en', items: [{ variables }] })
    expect(textsOf(batch, 0)).toEqual({
      context: 'A shop for mugs',
      extraPrompt: 'mugs on wood',
      kicker: 'Acme',
      subtitle: 'New',
      byline: undefined,
      language: 'en',
    })
  })

  it("are its prompt's own where that has any", () => {
    const items = [{ variables: { product: 'mugs' }, kicker: '{{brand}} as it is', language: 'ja' }]
    expect(textsOf(makeBatch(1, { ...shared, language: 'en', items }), 0)).toMatchObject({
      kicker: '{{brand}} as it is',
      language: 'ja',
    })
  })

  it('can be named by each other', () => {
    const items = [{ title: 'Mugs', variables: {} }]
    expect(textsOf(makeBatch(1, { context: 'About {{title}}', items }), 0).context).toBe('About Mugs')
  })

  it('keep their braces where the prompt has no variables', () => {
    expect(textsOf(makeBatch(1, shared), 0)).toMatchObject(shared)
    expect(textsOf(makeBatch(1, { ...shared, items: [{ title: 'A hare' }] }), 0)).toMatchObject(shared)
  })
})
