import { run } from './run.ts'

// Biome colours what it writes even where nobody sees colours.
const plain = process.stdout.isTTY ? [] : ['--colors=off']

// Else Redocly asks the registry for a newer one of itself, and advertises.
process.env.REDOCLY_SUPPRESS_UPDATE_NOTICE = 'true'

/** What needs no running service, quickest first. */
const CHECKS = [
  { name: 'Format and lint', program: 'biome', args: ['ci', '--error-on-warnings', ...plain] },
  {
    name: 'Description of the API',
    program: 'redocly',
    args: ['lint', 'docs/openapi.json', '--config', 'scripts/openapi-rules.yaml'],
  },
  { name: 'Types', program: 'tsc', args: ['-p', '.'] },
  { name: 'Types of the gallery', program: 'tsc', args: ['-p', 'services/gallery'] },
  {
    name: 'Dependencies',
    program: 'depcruise',
    args: ['--config', 'scripts/dependency-rules.mjs', 'packages', 'services', 'tests', 'scripts'],
  },
  { name: 'Unused files, exports and dependencies', program: 'knip', args: ['--no-progress'] },
]

/** Runs every check until one fails. Returns the exit code. */
export async function check(): Promise<number> {
  for (const { name, program, args } of CHECKS) {
    console.log(`\n${name}`)
    const code = await run(program, ...args)
    if (code !== 0) return code
  }
  return 0
}
