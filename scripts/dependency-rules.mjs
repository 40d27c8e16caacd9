// Which package may depend on which: arrows point one way, and nobody reaches into another package.

/** Packages that each package may use. What services may use is said below. */
const ARROWS = {
  contract: [],
  client: [],
  egress: [],
  telemetry: [],
  table: ['contract'],
  providers: ['contract', 'egress', 'telemetry'],
  compose: ['contract'],
  storage: ['contract', 'telemetry'],
  brand: ['contract', 'egress', 'storage'],
  runtime: ['contract', 'providers', 'storage', 'telemetry'],
  leaf: ['contract', 'providers', 'brand', 'compose', 'storage', 'telemetry'],
  economy: ['contract', 'leaf', 'providers', 'storage'],
  orchestrator: ['contract', 'runtime', 'storage', 'telemetry'],
  upkeep: ['contract', 'egress', 'runtime', 'storage'],
  scenery: ['contract'],
  emulator: ['contract', 'runtime', 'scenery'],
  stack: ['contract', 'providers', 'runtime'],
  command: ['client', 'compose', 'contract', 'orchestrator', 'providers', 'runtime', 'stack', 'storage'],
}

/** Tests and what helps them may use more than what they test. */
const TESTS = '[.](test|testing)[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'unresolvable',
      comment: 'The Render SDK is an optional peer, which only a deployment on Render installs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@renderinc/sdk' },
    },
    {
      name: 'undeclared',
      comment: 'Every package names what it uses in its own package.json.',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'front-door-only',
      comment: 'Another package is what its exports name: an index.ts, of it all or of a part.',
      severity: 'error',
      from: { path: '^(packages|services)/([^/]+)/', pathNot: TESTS },
      to: {
        path: '^(packages|services|tests)/',
        pathNot: ['^$1/$2/', '^packages/[^/]+/src/index[.]ts$', '^packages/[^/]+/src/[^/]+/index[.]ts$'],
      },
    },
    {
      name: 'services-are-the-top',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: TESTS },
      to: { path: ['^services/', '^packages/(stack|emulator)/'], pathNot: '^services/$1/' },
    },
    {
      name: 'gallery-is-in-the-browser',
      severity: 'error',
      from: { path: '^services/gallery/', pathNot: TESTS },
      to: { path: '^packages/', pathNot: '^packages/(client|contract|table)/' },
    },
    ...Object.entries(ARROWS).map(([name, allowed]) => ({
      name: `arrows-of-${name}`,
      comment: `packages/${name} may use ${allowed.join(', ') || 'no other package'}.`,
      severity: 'error',
      from: { path: `^packages/${name}/`, pathNot: TESTS },
      to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
