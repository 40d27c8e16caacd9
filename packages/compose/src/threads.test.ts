import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const busy = join(import.meta.dirname, 'threads.testing.ts')

/** What ends first while more threads are busy than there are pictures at once, in a process with these variables. */
async function firstToEnd(env: Record<string, string>): Promise<string> {
  return (await run(process.execPath, [busy], { env })).stdout
}

describe('the pool of threads', () => {
  it('reads a file while every picture that may be has a thread', async () => {
    expect(await firstToEnd({})).toBe('file')
  })

  it('is as large as UV_THREADPOOL_SIZE says', async () => {
    expect(await firstToEnd({ UV_THREADPOOL_SIZE: '1' })).toBe('picture')
  })
})
