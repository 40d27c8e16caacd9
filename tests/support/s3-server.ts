import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { S3Requests } from './s3-requests.ts'

/** An S3 server for tests. */
export interface TestS3Server {
  endpoint: string
  accessKey: string
  secretKey: string
  region: string
  /** True if it was there before, and refuses a wrong key. The one started here takes any. */
  external: boolean
  /** The process of the one started here. */
  pid: number | undefined
  /** What the one started here was asked so far, by access key; nothing of another. */
  requests(): Promise<Record<string, S3Requests>>
  stop(): Promise<void>
}

/**
 * The store at `MINIO_ENDPOINT` (with `MINIO_ACCESS_KEY`, `MINIO_SECRET_KEY` and perhaps `MINIO_REGION`), or else a
 * server from npm in a process of its own, on a free port, that keeps everything in memory. Take a bucket of your own.
 */
export async function startS3Server(): Promise<TestS3Server> {
  return externalServer(process.env) ?? (await forkServer())
}

function externalServer(env: NodeJS.ProcessEnv): TestS3Server | undefined {
  if (!env.MINIO_ENDPOINT) return undefined
  if (!env.MINIO_ACCESS_KEY || !env.MINIO_SECRET_KEY)
    throw new Error(
      'MINIO_ENDPOINT is set for the tests: set MINIO_ACCESS_KEY and MINIO_SECRET_KEY too, or unset it.',
    )
  return {
    endpoint: env.MINIO_ENDPOINT,
    accessKey: env.MINIO_ACCESS_KEY,
    secretKey: env.MINIO_SECRET_KEY,
    region: env.MINIO_REGION ?? 'us-east-1',
    external: true,
    pid: undefined,
    requests: async () => ({}),
    stop: async () => {},
  }
}

/** The one from npm, whatever the environment names. */
export async function forkServer(): Promise<TestS3Server> {
  const server = fork(new URL('s3-server-process.ts', import.meta.url), { execArgv: [] })
  const exited = once(server, 'exit')
  const port = await Promise.race([
    once(server, 'message').then(([message]) => Number(message)),
    exited.then(([code]) => {
      throw new Error(`The S3 server for tests ended with code ${code} before it listened.`)
    }),
  ])
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: 'test-access-key',
    secretKey: 'test-secret-key',
    region: 'us-east-1',
    external: false,
    pid: server.pid,
    async requests() {
      const answer = once(server, 'message')
      server.send('requests')
      const [requests] = (await answer) as [Record<string, S3Requests>]
      return requests
    },
    async stop() {
      server.disconnect()
      await exited
    },
  }
}
