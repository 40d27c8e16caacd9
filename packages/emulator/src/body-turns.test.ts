import { once } from 'node:events'
import { type ClientRequest, request } from 'node:http'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createEmulatorClient, type EmulatorClient } from './client.ts'
import { type RunningEmulator, startEmulator } from './start.ts'

let emulator: RunningEmulator
let control: EmulatorClient
beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, pictures: 'flat' })
  control = createEmulatorClient(emulator.url)
})
afterAll(() => emulator.close())

/** A call whose body is announced, and does not come; the emulator has seen it. */
async function begin(bytes: number): Promise<ClientRequest> {
  const call = request(`${emulator.url}/v1/images/generations`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer none',
      'content-type': 'application/json',
      'content-length': bytes,
      expect: '100-continue',
    },
  })
  call.on('error', () => {})
  onTestFinished(() => void call.destroy())
  call.flushHeaders()
  await once(call, 'continue')
  return call
}

const bodyOf = (prompt: string, bytes = 0) =>
  JSON.stringify({ model: 'gpt-image-2', prompt, size: '1024x640' }).padEnd(bytes)

function ask(body: string): Promise<Response> {
  return fetch(`${emulator.url}/v1/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer none', 'content-type': 'application/json' },
    body,
  })
}

it('takes two large bodies at once, the next one as soon as a call has left, and small ones at any time', async () => {
  const large = 2 ** 21
  const [first] = [await begin(large), await begin(large)]
  expect((await ask(bodyOf('small'))).status).toBe(200)
  const waiting = ask(bodyOf('large', large))
  expect((await ask(bodyOf('small, later'))).status).toBe(200)
  const prompts = async () => (await control.calls()).requests.map(({ prompt }) => prompt)
  expect(await prompts()).toEqual(expect.not.arrayContaining(['large']))
  first.destroy()
  expect((await waiting).status).toBe(200)
  expect(await prompts()).toContain('large')
})

it('has a call give up its turn once its body is read, however long its answer takes', async () => {
  await control.orderFaults([{ kind: 'hang', prompt: 'hangs' }])
  onTestFinished(() => control.clearFaults())
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  for (let hanging = 0; hanging < 3; hanging++)
    void fetch(`${emulator.url}/v1/images/generations`, {
      method: 'POST',
      headers: { authorization: 'Bearer none', 'content-type': 'application/json' },
      body: bodyOf('hangs', 2 ** 21),
      signal: leaving.signal,
    }).catch(() => {})
  await expect.poll(async () => (await control.calls()).inFlight, { timeout: 10_000 }).toBe(3)
  expect((await ask(bodyOf('large', 2 ** 21))).status).toBe(200)
})
