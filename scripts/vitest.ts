// Tests without the checks before them. Arguments go to vitest, as in `npm run test:unit -- packages/leaf`.
import { run } from './run.ts'

process.exit(await run('vitest', 'run', ...process.argv.slice(2)))
