import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.ts'
import { Shutdown } from './shutdown.ts'

describe('shutdown', () => {
  it('releases last what was opened first, each once, whatever fails in between', async () => {
    const released: string[] = []
    const shutdown = new Shutdown(createLogger('test', 'silent'))
    shutdown.register('store', () => released.push('store'))
    shutdown.register('queue', () => Promise.reject(new Error('already gone')))
    shutdown.register('server', async () => released.push('server'))
    await Promise.all([shutdown.run('SIGTERM'), shutdown.run('SIGINT')])
    expect(released).toEqual(['server', 'store'])
  })
})
