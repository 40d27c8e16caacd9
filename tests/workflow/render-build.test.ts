import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { recordSchema } from '@contactsheet/contract'
import { type RunningEmulator, startEmulator } from '@contactsheet/emulator'
import { STAGES } from '@contactsheet/leaf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { blueprintSchema } from '../deploy/blueprint.ts'
import { KNOWN_VARIABLES, readYaml } from '../deploy/files.ts'
import { post, untilSettled } from '../support/http.ts'
import { type LocalServer, startLocalServer } from '../support/render/local-server.ts'
import { type SdkRegistry, startSdkRegistry } from '../support/render/registry.ts'
import { decode } from '../support/render/runs.ts'
import { startS3Server, type TestS3Server } from '../support/s3-server.ts'

// The build and start commands of render.yaml as they stand, each build in a copy of the repository. The Render SDK comes
// from a registry that has a stand-in for it and nothing else; all other packages from where they always come from.

const root = fileURLToPath(new URL('../..', import.meta.url))
const { services } = blueprintSchema.parse(readYaml('render.yaml'))

/** Nothing of what is built or installed here is in a fresh clone. */
const NOT_CLONED = ['node_modules', 'dist', 'data', '.git', '.env']

/** A machine of Render: this one, without what a service of ours or a test run has been given here. */
const machine = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !(name in KNOWN_VARIABLES))),
  CI: undefined,
  NODE_COMPILE_CACHE: undefined,
  NODE_ENV: 'production',
  NODE_OPTIONS: undefined,
  RENDER: 'true',
}

let folder: string
let registry: SdkRegistry
let emulator: RunningEmulator
let s3: TestS3Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contactsheet-render-'))
  registry = await startSdkRegistry()
  emulator = await startEmulator({ seed: 1, latency: { minMs: 0, maxMs: 0 }, faults: [], pictures: 'flat' })
  s3 = await startS3Server()
})

afterAll(async () => {
  await Promise.all([registry.stop(), emulator.close(), s3.stop()])
  await rm(folder, { recursive: true, force: true })
})

function commandsOf(type: 'web' | 'workflow') {
  const service = services.find(other => other.type === type)
  if (service === undefined || !('startCommand' in service)) throw new Error(`There is no ${type} service.`)
  return service
}

/** Builds a service in a copy of the repository, and returns the copy's folder. */
async function build(type: 'web' | 'workflow'): Promise<string> {
  const clone = join(folder, type)
  await cp(root, clone, { recursive: true, filter: path => !NOT_CLONED.includes(basename(path)) })
  await writeFile(join(clone, '.npmrc'), `@renderinc:registry=${registry.url}\n`)
  await promisify(execFile)('sh', ['-ec', commandsOf(type).buildCommand], { cwd: clone, env: machine })
  return clone
}

/** Starts the API as Render does, and waits until it is ready. */
async function startApi(cwd: string, env: Readonly<Record<string, string | undefined>>) {
  const child = spawn('sh', ['-c', commandsOf('web').startCommand], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let log = ''
  child.stderr?.on('data', chunk => {
    log += chunk
  })
  const exited = once(child, 'exit')
  const ended = exited.then(([code]) => Promise.reject(new Error(`The API ended with code ${code}: ${log}`)))
  const message: unknown = await Promise.race([once(child, 'message').then(([first]) => first), ended])
  ended.catch(() => {})
  const url = typeof message === 'object' && message !== null && 'ready' in message ? message.ready : ''
  return {
    url: String(url),
    async stop() {
      child.kill()
      await exited
    },
  }
}

/** The files that a process loaded, as Node tells of its compile cache, and that the build had not compiled before. */
function compiledAgain(stderr: string): string[] {
  const files = [...stderr.matchAll(/V8 code cache for \S+ (\S+) was (\w+)/g)]
  if (files.length === 0) throw new Error(`Node told nothing of its compile cache: ${stderr.slice(0, 500)}`)
  return files.flatMap(([, file = '', found]) => (found === 'accepted' ? [] : [file]))
}

/** The steps that a leaf's record tells of. */
function stepsIn(output = ''): string[] {
  const [record] = z.tuple([recordSchema]).parse(decode(output))
  return Object.keys(record.steps)
}

describe('what render.yaml builds', { timeout: 300_000 }, () => {
  it('runs a batch as task runs of compiled files, from the build and start commands as they stand', async () => {
    const workflow = await build('workflow')
    const web = await build('web')
    const env = {
      ...machine,
      MINIO_HOSTPORT: s3.endpoint.replace('http://', ''),
      MINIO_ACCESS_KEY: s3.accessKey,
      MINIO_SECRET_KEY: s3.secretKey,
      MINIO_REGION: s3.region,
      MINIO_BUCKET: `render-${process.pid}`,
    }
    const render: LocalServer = await startLocalServer({
      command: {
        program: 'sh',
        args: ['-c', commandsOf('workflow').startCommand],
        cwd: workflow,
        env: {
          ...env,
          OPENAI_BASE_URL: emulator.openAiBaseUrl,
          GOOGLE_GEMINI_BASE_URL: emulator.geminiBaseUrl,
          NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
        },
      },
    })
    try {
      expect((await render.platform.tasks()).map(({ name }) => name)).toContain('generateBatch')
      const api = await startApi(web, {
        ...env,
        PORT: '0',
        ORCHESTRATOR: 'workflows',
        WORKFLOW_SLUG: 'contactsheet',
        RENDER_LOCAL_DEV_URL: render.url,
      })
      try {
        const { id } = await post(api, '/batches', {
          prompts: ['A fox'],
          models: ['gpt-image-2', 'gemini-3-pro-image'],
        })
        expect(await untilSettled(api, id)).toMatchObject({ state: 'succeeded', counts: { succeeded: 2 } })
        expect((await fetch(api.url)).headers.get('content-type')).toContain('text/html')
        await render.platform.idle()
        const { processes, runs } = render.platform
        expect(processes.flatMap(({ stderr }) => compiledAgain(stderr))).toEqual([])
        for (const { task, output } of runs.values())
          if (task.name === 'generateThumbnail')
            expect(stepsIn(output)).toEqual(STAGES.flat().map(step => step.name))
      } finally {
        await api.stop()
      }
    } finally {
      await render.stop()
    }
  })
})
