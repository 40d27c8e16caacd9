import { z } from 'zod'
import { runService } from './service.ts'

// The smallest service there can be: what service.test.ts starts.
await runService('fixture', { NEEDED: z.string() }, async ({ config, onShutdown, ready }) => {
  const timer = setInterval(() => {}, 1_000)
  onShutdown('timer', () => {
    clearInterval(timer)
    process.stdout.write('released\n')
  })
  if (config.NEEDED === 'broken') throw new Error('the thing is broken')
  if (config.NEEDED === 'uncaught')
    setImmediate(() => {
      throw Object.assign(new Error('refused'), { command: { name: 'auth', args: ['the-password'] } })
    })
  else ready()
})
