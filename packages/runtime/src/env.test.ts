import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError, type Env, integer, json, list, readEnv, url } from './env.ts'
import {
  apiVariables,
  catalogVariables,
  providerVariables,
  queueVariables,
  storageVariables,
  workerVariables,
} from './variables.ts'

function messageOf(variables: z.ZodRawShape, env: Env): string {
  try {
    readEnv(variables, env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('configuration', () => {
  it('has a default for everything but the queue', () => {
    const config = readEnv(
      { ...apiVariables, ...storageVariables, ...providerVariables, ...workerVariables },
      {},
    )
    expect(config).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      MINIO_BUCKET: 'thumbnails',
      LEAF_CONCURRENCY: 150,
    })
    expect(messageOf(queueVariables, {})).toMatch(/^QUEUE_URL must be set \(.*redis:\/\/localhost:6379/)
  })

  it('takes an empty variable for an unset one', () => {
    expect(readEnv(apiVariables, { PORT: '', HOST: '  ' })).toMatchObject({ PORT: 8080, HOST: '127.0.0.1' })
  })

  it('gives pictures a part of the memory, and refuses one that cannot hold the largest', () => {
    const { WORK_MEMORY_MB } = readEnv(providerVariables, {})
    expect(WORK_MEMORY_MB).toBeGreaterThanOrEqual(48)
    expect(WORK_MEMORY_MB).toBeLessThanOrEqual(72)
    expect(readEnv(providerVariables, { WORK_MEMORY_MB: '48' })).toMatchObject({ WORK_MEMORY_MB: 48 })
    expect(messageOf(providerVariables, { WORK_MEMORY_MB: '47' })).toMatch(
      /^WORK_MEMORY_MB must be at least 48: one answer may take that much, 32 MiB for the largest picture and/,
    )
  })

  it.each([
    ['PORT', integer(0, 65_535), '80a', /PORT must be a whole number from 0 to 65535/],
    ['PORT', integer(0, 65_535), '70000', /PORT must be a whole number from 0 to 65535/],
    [
      'QUEUE_URL',
      url('redis', 'rediss'),
      'http://x',
      /QUEUE_URL must be a URL that starts with redis:\/\/ or rediss:\/\//,
    ],
    ['QUEUE_URL', url('redis'), 'localhost', /QUEUE_URL must be a URL/],
    ['EXTRA_MODELS', json(z.array(z.string())), '[', /EXTRA_MODELS must be JSON/],
    ['EXTRA_MODELS', json(z.array(z.string())), '["a", 1]', /EXTRA_MODELS at 1 /],
  ])('names %s and what is allowed', (name, type, value, message) => {
    expect(messageOf({ [name]: type }, { [name]: value })).toMatch(message)
  })

  it.each([
    [{ price: { usd: -1 } }, /^EXTRA_MODELS at 0\.price\.usd must be 0 US dollars or more/],
    [{ price: { usd: '0.04' } }, /^EXTRA_MODELS at 0\.price\.usd must be a number of US dollars/],
    [{ tokenPrices: { imageOut: -1 } }, /^EXTRA_MODELS at 0\.tokenPrices\.imageOut must be 0 US dollars/],
    [{ tokenPrices: { textIn: null } }, /^EXTRA_MODELS at 0\.tokenPrices\.textIn must be a number/],
  ])('takes no model whose prices are %j', (changed, message) => {
    const source = { source: 'a test', date: '2026-11-26' }
    const price = { usd: 0.04, ...source, ...('price' in changed ? changed.price : {}) }
    const prices = { textIn: 5, imageIn: 8, textOut: 30, imageOut: 30, ...source }
    const tokenPrices = { ...prices, ...('tokenPrices' in changed ? changed.tokenPrices : {}) }
    const own = { provider: 'openai', id: 'own', label: 'Own', size: '1216x640', quality: 'low' }
    const value = JSON.stringify([{ ...own, price, tokenPrices }])
    expect(messageOf(catalogVariables, { EXTRA_MODELS: value })).toMatch(message)
  })

  it('tells of every bad variable at once, with what each is for', () => {
    const message = messageOf(apiVariables, { PORT: 'x', MAX_IMAGES: '-1' })
    expect(message.split('\n')).toHaveLength(2)
    expect(message).toContain('port to listen on')
  })

  it('never shows the value of a variable', () => {
    const secret = 'hunter2-hunter2'
    const variables = { ...queueVariables, ...storageVariables, ...apiVariables, ...providerVariables }
    const env = Object.fromEntries(Object.keys(variables).map(name => [name, secret]))
    expect(messageOf(variables, env)).toMatch(/QUEUE_URL/)
    expect(messageOf(variables, env)).not.toContain(secret)
  })

  it('reads lists without blanks and empty parts', () => {
    expect(readEnv({ API_TOKENS: list() }, { API_TOKENS: ' a, b,,' })).toEqual({ API_TOKENS: ['a', 'b'] })
  })
})
