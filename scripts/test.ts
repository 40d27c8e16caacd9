// Everything: the checks, then the tests. Arguments go to vitest, as in `npm test -- packages/leaf`.
import { check } from './checks.ts'
import { run } from './run.ts'

const failed = await check()
process.exit(failed === 0 ? await run('vitest', 'run', ...process.argv.slice(2)) : failed)
