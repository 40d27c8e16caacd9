// A process that takes each of many locks, all at once, as soon as it is told to. While it has one it says so in the
// journal of that lock.
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { withLock } from './lock.mjs'

const locks = process.argv.slice(2)

process.once('message', async () => {
  await Promise.all(
    locks.map(lock =>
      withLock(
        lock,
        () => {},
        () => visit(`${lock}.journal`),
      ),
    ),
  )
  process.disconnect()
})
process.send?.('ready')

async function visit(journal: string): Promise<void> {
  appendFileSync(journal, `${process.pid} enters\n`)
  await sleep(2)
  appendFileSync(journal, `${process.pid} leaves\n`)
}
