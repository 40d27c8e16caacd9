import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const GIVES_WAY = `
import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
const { giveWay } = await import(process.argv[1])
giveWay()
// Started later: threads for files.
await Promise.all(Array.from({ length: 4 }, () => readFile(process.execPath)))
const fields = path => readFileSync(path, 'utf8').replace(/^.*\\) /s, '').split(' ')
const nices = readdirSync('/proc/self/task').map(id => Number(fields('/proc/self/task/' + id + '/stat')[16]))
const group = existsSync('/proc/self/autogroup') ? readFileSync('/proc/self/autogroup', 'utf8') : ''
console.log(JSON.stringify({ nices: [...new Set(nices)], group: Number(/nice (-?\\d+)/.exec(group)?.[1] ?? 0) }))
`

/** Priorities of a process that gives way: of its threads, and of its session. */
async function prioritiesOf(options: { detached: boolean }): Promise<{ nices: number[]; group: number }> {
  const module = fileURLToPath(new URL('give-way.ts', import.meta.url))
  const child = spawn(process.execPath, ['--input-type=module', '-e', GIVES_WAY, module], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [[text]] = await Promise.all([once(child.stdout, 'data'), once(child, 'close')])
  return JSON.parse(String(text))
}

describe.runIf(process.platform === 'linux')('a process that gives way', () => {
  it('does so with every thread, of now and of later', async () => {
    expect(await prioritiesOf({ detached: true })).toMatchObject({ nices: [10] })
  })

  it('does so with its session, where that is its own and the system divides the cores by them', async () => {
    const group = existsSync('/proc/self/autogroup') ? 10 : 0
    expect(await prioritiesOf({ detached: true })).toMatchObject({ group })
  })

  it('leaves a session alone that it is in with others', async () => {
    expect(await prioritiesOf({ detached: false })).toMatchObject({ nices: [10], group: 0 })
  })
})
