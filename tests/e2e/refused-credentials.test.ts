import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { type RedisServer, startRedisServer } from '../faults/support/redis-server.ts'
import { obtainProgram, REDIS } from '../support/programs.ts'
import { startSystem } from '../support/system.ts'
import { serve, startService } from './support/refused.ts'

const RIGHT = 'rightQueuePassword01'
const WRONG = 'wrongQueuePassword02'
const MISTYPED = 'mistyped%40QueuePassword03'
const NEXT = 'nextQueuePassword04'
const STORE_KEY = 'wrongStoreSecret/0123456789+abcdefghijkl'
const NEVER_SHOWN = [RIGHT, WRONG, MISTYPED, decodeURIComponent(MISTYPED), NEXT, STORE_KEY]

function expectNoSecret(text: string): void {
  expect(NEVER_SHOWN.filter(secret => text.includes(secret))).toEqual([])
}

async function lockedRedis(): Promise<RedisServer> {
  const redis = (await startRedisServer()) as RedisServer
  onTestFinished(() => redis.remove())
  await redis.command(`CONFIG SET requirepass ${RIGHT}`)
  return redis
}

function withPassword(url: string, password: string): string {
  return url.replace('//', `//:${password}@`)
}

/** All that a service says of itself with these credentials, at the level that says most, until a text is in it. */
async function saidBy(
  service: 'api' | 'worker',
  env: Record<string, string>,
  until: RegExp,
): Promise<string> {
  const { child, logFile } = await startService(service, { OPENAI_API_KEY: 'none', ...env })
  const ended = child.ready.then(
    () => '',
    (error: unknown) => String(error),
  )
  const said = async () => (await readFile(logFile, 'utf8')) + (await Promise.race([ended, sleep(50, '')]))
  await vi.waitFor(async () => expect(await said()).toMatch(until), { timeout: 20_000, interval: 200 })
  return said()
}

describe.runIf((await obtainProgram(REDIS)) !== undefined)('a password that Redis refuses', () => {
  it.each([
    ['wrong', 'api', WRONG],
    ['wrong', 'worker', WRONG],
    ['mistyped', 'api', MISTYPED],
    ['mistyped', 'worker', MISTYPED],
  ] as const)(
    'is not in the log where it is %s: %s',
    async (_name, service, password) => {
      const { url } = await lockedRedis()
      expectNoSecret(await saidBy(service, { QUEUE_URL: withPassword(url, password) }, /WRONGPASS/))
    },
    60_000,
  )

  it('is not in the log where it was changed while services run', async () => {
    const redis = await lockedRedis()
    const system = await startSystem({
      queueUrl: withPassword(redis.url, RIGHT),
      env: { LOG_LEVEL: 'trace', DRAIN_MS: '0' },
    })
    onTestFinished(() => system.stop())
    await redis.command(
      `AUTH ${RIGHT}\r\nCONFIG SET requirepass ${NEXT}\r\nCLIENT KILL TYPE normal SKIPME yes`,
    )
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: BATCH }
    const logged = async (name: 'api' | 'worker') =>
      (await Promise.all(system.logs(name).map(file => readFile(file, 'utf8')))).join('')
    const answer = await fetch(`${system.url}/batches`, request)
    expect(answer.status).toBe(503)
    expectNoSecret(await answer.text())
    for (const name of ['api', 'worker'] as const) {
      await vi.waitFor(async () => expect(await logged(name)).toMatch(/WRONGPASS|NOAUTH/), {
        timeout: 20_000,
      })
      expectNoSecret(await logged(name))
    }
  }, 60_000)
})

describe('a secret that is refused', () => {
  it('is not in the log: a password of PostgreSQL', async () => {
    const url = new URL(inject('postgresUrl'))
    url.username = 'nobody_of_this_name'
    url.password = WRONG
    for (const service of ['api', 'worker'] as const)
      expectNoSecret(await saidBy(service, { QUEUE_URL: url.href }, /refuses the user or the password/))
  }, 60_000)

  it.each(['InvalidAccessKeyId', 'SignatureDoesNotMatch'])(
    'is not in the log: keys of a store that says %s',
    async code => {
      const MINIO_ENDPOINT = await storeThatRefuses(code)
      const env = {
        QUEUE_URL: inject('postgresUrl'),
        MINIO_ENDPOINT,
        MINIO_ACCESS_KEY: 'wrong',
        MINIO_SECRET_KEY: STORE_KEY,
      }
      for (const service of ['api', 'worker'] as const)
        expectNoSecret(await saidBy(service, env, /MINIO_ACCESS_KEY/))
    },
    60_000,
  )
})

const BATCH = JSON.stringify({ prompts: ['A fox'], models: ['gpt-image-2'] })

/** A store that refuses everything, and quotes in its answer all that it was sent. */
function storeThatRefuses(code: string): Promise<string> {
  return serve((request, response) => {
    const quoted = `${STORE_KEY} ${JSON.stringify(request.headers)}`.replace(/[<>&]/g, '')
    response.writeHead(403, { 'content-type': 'application/xml' })
    response.end(
      `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${quoted}</Message><StringToSign>${quoted}</StringToSign></Error>`,
    )
  })
}
