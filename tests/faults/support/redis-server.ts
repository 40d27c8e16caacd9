import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { obtainProgram, REDIS } from '../../support/programs.ts'
import { freePort } from '../../support/redis.ts'

/** A Redis of a test's own, to be stopped and started on the same port. */
export interface RedisServer {
  url: string
  start(): Promise<void>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Stops it in its tracks: connections stay open, and nothing answers. */
  freeze(): void
  thaw(): void
  /** Runs a command without spaces in its arguments, and returns the answer as it comes over the wire. */
  command(text: string): Promise<string>
  remove(): Promise<void>
}

/**
 * @param keeps whether it has its data again after a crash
 * @returns undefined if this machine has no Redis to start
 */
export async function startRedisServer({ keeps = false } = {}): Promise<RedisServer | undefined> {
  const program = await obtainProgram(REDIS)
  if (program === undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-redis-'))
  const port = await freePort()
  const persistence = keeps ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no']
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  let server: ChildProcess | undefined
  const endWithUs = () => server?.kill('SIGKILL')
  process.once('exit', endWithUs)

  const kill = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  const start = async () => {
    // What it held open of this process would keep a run from its end, were it ever left behind.
    const child = spawn(program, [...settings, ...persistence], { stdio: ['ignore', 'pipe', 'ignore'] })
    server = child
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (/ready to accept connections/i.test(text)) resolve()
      })
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`${program} ended before it was ready`)))
    })
    // Left behind by a test that failed, it must not keep this process.
    child.unref()
    if (child.stdout instanceof Socket) child.stdout.unref()
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    command: text => ask(port, text),
    async remove() {
      await kill()
      process.off('exit', endWithUs)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function ask(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.write(`${text}\r\nQUIT\r\n`)
  let answer = ''
  for await (const part of socket) answer += part
  return answer.replace(/\+OK\r\n$/, '').trim()
}
