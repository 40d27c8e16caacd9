import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A registry that has nothing but the stand-in for the Render SDK. */
export interface SdkRegistry {
  url: string
  stop(): Promise<void>
}

const NAME = '@renderinc/sdk'
const MODULES = ['sdk', 'sdk-workflows', 'runs']
const MANIFEST = {
  name: NAME,
  version: '1.7.0',
  type: 'module',
  exports: { '.': './sdk.js', './workflows': './sdk-workflows.js' },
}
const TARBALL = '/sdk.tgz'

/** Packs the stand-in for the SDK as a package, and serves it on a free port. */
export async function startSdkRegistry(): Promise<SdkRegistry> {
  const tarball = await pack()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    if (path === TARBALL) return response.end(tarball)
    if (path !== `/${NAME}`) return response.writeHead(404).end('{}')
    const { version } = MANIFEST
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { tarball: `http://${request.headers.host}${TARBALL}`, integrity }
    response.end(
      JSON.stringify({
        name: NAME,
        'dist-tags': { latest: version },
        versions: { [version]: { ...MANIFEST, dist } },
        time: { [version]: '2026-01-01T00:00:00.000Z' },
      }),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}/` : '',
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** The package as a registry keeps it. In JavaScript: Node strips no types below node_modules. */
async function pack(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'render-sdk-'))
  try {
    await mkdir(join(folder, 'package'))
    await writeFile(join(folder, 'package/package.json'), JSON.stringify(MANIFEST))
    for (const module of MODULES) {
      const source = await readFile(new URL(`${module}.ts`, import.meta.url), 'utf8')
      const code = stripTypeScriptTypes(source).replaceAll(/'\.\/(.+)\.ts'/g, "'./$1.js'")
      await writeFile(join(folder, 'package', `${module}.js`), code)
    }
    await promisify(execFile)('tar', ['-czf', 'sdk.tgz', 'package'], { cwd: folder })
    return await readFile(join(folder, 'sdk.tgz'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
