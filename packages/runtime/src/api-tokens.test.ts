import { describe, expect, it } from 'vitest'
import { apiTokens, assertNoShares, secretIn, tokenRightsSchema } from './api-tokens.ts'

const FULL = { access: 'full' }

describe('the tokens of a deployment', () => {
  it('may have names', () => {
    expect(apiTokens(['ci:s3cret', 'plain'])).toEqual([
      { ...FULL, name: 'ci', secrets: ['s3cret', 'ci:s3cret'] },
      { ...FULL, name: undefined, secrets: ['plain'] },
    ])
    expect(['ci:s3cret', 'plain', 'A:b', ':x', 'ci:'].map(secretIn)).toEqual([
      's3cret',
      'plain',
      'A:b',
      ':x',
      'ci:',
    ])
  })

  it('may have rights, by their names', () => {
    const rights = tokenRightsSchema.parse({ page: { access: 'read' }, ci: { maxCostUsd: 2 } })
    expect(apiTokens(['ci:a', 'page:b', 'c'], rights)).toMatchObject([
      { name: 'ci', access: 'full', maxCostUsd: 2 },
      { name: 'page', access: 'read' },
      { access: 'full' },
    ])
  })

  it('are refused where names do not fit, and quoted nowhere', () => {
    expect(() => apiTokens(['ci:one-secret', 'ci:another'])).toThrow(
      'API_TOKENS has two tokens with the name "ci". Give each a name of its own.',
    )
    expect(() => apiTokens(['ci:one-secret'], { page: { access: 'read' } })).toThrow(
      'TOKEN_RIGHTS has rights for "page", and API_TOKENS has no token of that name, but ci. Name one there as page:<token>.',
    )
  })

  it('have no share of the workers where there are none', () => {
    expect(() => assertNoShares(apiTokens(['ci:one'], { ci: { access: 'full' } }))).not.toThrow()
    expect(() => assertNoShares(apiTokens(['ci:one'], { ci: { access: 'full', share: 2 } }))).toThrow(
      'TOKEN_RIGHTS has a share for "ci", and ORCHESTRATOR is workflows',
    )
  })

  it.each([
    [{ ci: { access: 'write' } }, 'must be full or read'],
    [{ ci: { maxCostUsd: -1 } }, 'Too small'],
    [{ ci: { maxCostUsd: 'much' } }, 'expected number'],
    [{ ci: { dayUsd: 0 } }, 'Too small'],
    [{ ci: { share: 0 } }, 'Too small'],
    [{ ci: { monthUsd: '5' } }, 'expected number'],
    [{ 'not a name': {} }, 'must be the name of a token'],
    [{ ci: { budget: 1 } }, 'Unrecognized key'],
  ])('have rights that can be understood: %j', (rights, why) => {
    expect(tokenRightsSchema.safeParse(rights).error?.message).toContain(why)
  })
})
