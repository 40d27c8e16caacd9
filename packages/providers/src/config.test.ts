import { describe, expect, it } from 'vitest'
import { accessOf, standInUrls } from './config.ts'

describe('the access to a provider', () => {
  it('is the first of its keys that is set', () => {
    expect(accessOf('google', { GOOGLE_API_KEY: 'first', GEMINI_API_KEY: 'second' })).toEqual({
      apiKey: 'first',
    })
    expect(accessOf('google', { GEMINI_API_KEY: 'second' })).toEqual({ apiKey: 'second' })
  })

  it('is a stand-in that asks for no key, where there is a base URL alone', () => {
    const baseUrl = 'http://localhost:8090/v1'
    expect(accessOf('openai', { OPENAI_BASE_URL: baseUrl })).toEqual({ apiKey: 'none', baseUrl })
  })

  it('is not to be had by the settings of another', () => {
    expect(accessOf('openai', { GOOGLE_API_KEY: 'key', OPENAI_API_KEY: undefined })).toBeUndefined()
  })
})

it('a stand-in answers under the path of each API', () => {
  expect(standInUrls('http://localhost:8090')).toMatchObject({
    OPENAI_BASE_URL: 'http://localhost:8090/v1',
    GOOGLE_GEMINI_BASE_URL: 'http://localhost:8090',
  })
})
