import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { Supervisor } from './supervisor.ts'
import { temporaryFolder } from './temporary.testing.ts'

const entry = fileURLToPath(new URL('./child.testing.ts', import.meta.url))

async function supervise() {
  const folder = await temporaryFolder()
  const supervisor = new Supervisor()
  onTestFinished(() => supervisor.stop())
  const start = (name: string) =>
    supervisor.start({
      name,
      entry,
      args: [name, join(folder, 'stopped')],
      env: {},
      logFile: join(folder, `${name}.log`),
    })
  return { supervisor, start, stopped: () => readFile(join(folder, 'stopped'), 'utf8') }
}

test('stops what was started last first', async () => {
  const { supervisor, start, stopped } = await supervise()
  await Promise.all(['queue', 'worker', 'api'].map(name => start(name).ready))
  await supervisor.stop()
  expect(await stopped()).toBe('api\nworker\nqueue\n')
})

test('fails when one process ends, and can still stop the others', async () => {
  const { supervisor, start, stopped } = await supervise()
  await start('queue').ready
  start('crashes')
  await expect(supervisor.failed).rejects.toThrow('The crashes ended with code 7.')
  await supervisor.stop()
  expect(await stopped()).toBe('queue\n')
})

test('starts nothing once it is stopping', async () => {
  const { supervisor, start } = await supervise()
  await start('queue').ready
  const stopping = supervisor.stop()
  expect(() => start('worker')).toThrow('The worker is not started any more.')
  await stopping
})
