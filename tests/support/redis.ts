import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { obtainProgram, REDIS } from './programs.ts'

/** A Redis for tests. */
export interface TestRedis {
  url: string
  stop(): Promise<void>
}

/**
 * Redis from `REDIS_URL`, or else one of our own on a free port.
 *
 * @returns undefined if there is none to be had
 */
export async function startRedis(): Promise<TestRedis | undefined> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} }
  return startOwnRedis()
}

/**
 * Redis on a free port for one test alone, which may set it otherwise.
 *
 * @returns undefined if its program is not to be had
 */
export async function startOwnRedis(): Promise<TestRedis | undefined> {
  const program = await obtainProgram(REDIS)
  return program === undefined ? undefined : serve(program)
}

async function serve(program: string): Promise<TestRedis> {
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  // Ends with its standard input, and so with this process, however that ends.
  const script = '"$@" & server=$!; cat; kill $server; wait $server'
  const shell = spawn('sh', ['-c', script, 'sh', program, ...settings], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise(resolve => shell.once('exit', resolve))
  await new Promise<void>((resolve, reject) => {
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (/ready to accept connections/i.test(text)) resolve()
    })
    shell.once('error', reject)
    shell.once('exit', () => reject(new Error(`${program} ended before it was ready`)))
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      shell.stdin.end()
      await ended
    },
  }
}

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
