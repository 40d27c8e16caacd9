import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresSpec, startChild } from '@contactsheet/stack'

/** A PostgreSQL for tests. */
export interface TestPostgres {
  url: string
  stop(): Promise<void>
}

/** The PostgreSQL that the packages bring, on a free port, with a folder of its own. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'contactsheet-test-'))
  // Open to the account that PostgreSQL runs under where the tests run as root.
  await chmod(folder, 0o755)
  const server = startChild(postgresSpec(join(folder, 'postgres'), join(folder, 'postgres.log')))
  return {
    url: await server.ready,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
