// Runs PostgreSQL for as long as the process that started this one wants it: a server by itself would outlive it.
import { startPostgres } from './server.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Give the folder for the data of PostgreSQL.')

const stopping = new AbortController()
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'])
  process.once(event, () => stopping.abort(new Error(`stopped by ${event}`)))

const log = (text: string) => process.stderr.write(text)
try {
  const postgres = await startPostgres(folder, stopping.signal, log)
  process.send?.({ ready: postgres.url })
  await postgres.ended
} catch (error) {
  if (!stopping.signal.aborted) log(`${error instanceof Error ? error.message : String(error)}\n`)
}
process.exit(stopping.signal.aborted ? 0 : 1)
