import { describe, expect, it } from 'vitest'
import { hideSecrets, secretsOf } from './secrets.ts'

const ENV = {
  API_TOKENS: 'first-token-1, second-token',
  OPENAI_API_KEY: 'sk-something-long',
  QUEUE_URL: 'rediss://user:p%40ssword-1@redis.example:6379',
  MINIO_ACCESS_KEY: 'contactsheet',
  MINIO_ENDPOINT: 'https://store.example',
  LOG_LEVEL: 'trace-of-something',
}

describe('the secrets of an environment', () => {
  const secrets = secretsOf(Object.keys(ENV), ENV)

  it('are the values of variables named as such, and the passwords of URLs in every spelling', () => {
    expect(secrets).toEqual(
      expect.arrayContaining([
        'first-token-1',
        'second-token',
        'sk-something-long',
        'p%40ssword-1',
        'p@ssword-1',
      ]),
    )
    for (const plain of ['contactsheet', 'https://store.example', 'trace-of-something'])
      expect(secrets).not.toContain(plain)
  })

  it('are what stands in headers, without their names', () => {
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=first-secret, x-team=second=secret' }
    expect(secretsOf(Object.keys(env), env).sort()).toEqual([
      'first-secret',
      'second%3Dsecret',
      'second=secret',
    ])
  })

  it('are the passwords of proxies too, in lower case and without a scheme', () => {
    const env = {
      https_proxy: 'user:proxy-secret@proxy.example:3128',
      HTTP_PROXY: 'http://u:other-secret@proxy',
    }
    expect(secretsOf(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'], env)).toEqual([
      'proxy-secret',
      'other-secret',
    ])
  })

  it('are hidden wherever they are quoted', () => {
    expect(hideSecrets('AUTH user p@ssword-1 (sk-something-long)', secrets)).toBe(
      'AUTH user [redacted] ([redacted])',
    )
  })

  it('are left alone where they could be any word, or are not set', () => {
    expect(secretsOf(['API_TOKENS', 'RENDER_API_KEY'], { API_TOKENS: 'test' })).toEqual([])
  })
})
