import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const fixture = fileURLToPath(new URL('./service.testing.ts', import.meta.url))

async function run(env: Record<string, string>, act: (child: ReturnType<typeof fork>) => void) {
  const child = fork(fixture, { env: { ...process.env, ...env }, silent: true })
  let output = ''
  /** Of that, what is on standard error: the two come in no order. */
  let told = ''
  child.stdout?.on('data', chunk => (output += chunk))
  child.stderr?.on('data', chunk => {
    output += chunk
    told += chunk
  })
  child.on('message', () => act(child))
  const [code] = await once(child, 'exit')
  return { code, output, told }
}

describe('a service process', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'says that it is ready, and closes what it opened on %s',
    async signal => {
      const { code, output } = await run({ NEEDED: 'x' }, child => child.kill(signal))
      expect(code).toBe(0)
      expect(output).toContain('released')
    },
  )

  it('stops when the process that started it goes away', async () => {
    const { code, output } = await run({ NEEDED: 'x' }, child => child.disconnect())
    expect(code).toBe(0)
    expect(output).toContain('released')
  })

  it('ends with code 2 and one line for bad configuration', async () => {
    const { code, output } = await run({ NEEDED: '' }, () => {})
    expect(code).toBe(2)
    expect(output).toMatch(/^fixture: NEEDED .*\n$/)
  })

  it('ends with code 1 and the cause in its last line when it cannot start, after releasing what was open', async () => {
    const { code, output, told } = await run({ NEEDED: 'broken' }, () => {})
    expect(code).toBe(1)
    expect(output).toContain('released')
    expect(told).toMatch(/\nfixture: the thing is broken\n$/)
  })

  it('ends with code 1 and a line of its log on a fault that nothing caught, without what hangs on the error', async () => {
    const { code, output } = await run({ NEEDED: 'uncaught' }, () => {})
    expect(code).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ level: 60, err: { message: 'refused' } })
    expect(output).not.toContain('the-password')
  })
})
