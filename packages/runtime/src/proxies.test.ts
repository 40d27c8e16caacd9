import { describe, expect, it } from 'vitest'
import { proxies } from './proxies.ts'

describe('TRUST_PROXY', () => {
  it.each([
    ['true', true],
    ['1', 1],
    ['2', 2],
    ['false', undefined],
    ['0', undefined],
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ])('may be %s', (text, meaning) => {
    expect(proxies().parse(text)).toEqual(meaning)
  })

  it.each([
    'yes',
    '-1',
    '1.5',
    '100',
    'proxy.example',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.1,',
    '10.0.0.1/8/8',
  ])('may not be %s', text => {
    expect(proxies().safeParse(text).error?.issues[0]?.message).toMatch(/^must be true, a number of proxies/)
  })
})
