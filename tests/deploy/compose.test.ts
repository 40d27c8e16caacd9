import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { standInUrls } from '@contactsheet/providers'
import { proxyFor, proxyVariables, readEnv, workerVariables } from '@contactsheet/runtime'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isSimulated, readSettings } from '../../packages/stack/src/settings.ts'
import {
  CLOSING_MS,
  existsInRepository,
  KNOWN_VARIABLES,
  missingModules,
  PINNED,
  READ_BY,
  readText,
  readYaml,
  SECRET,
} from './files.ts'
import { BASE_URLS, KEYS, PROVIDER_SETTINGS } from './providers.ts'

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).default({}),
  restart: z.string(),
  mem_limit: z.string().optional(),
  cpus: z.number().optional(),
  pids_limit: z.number().optional(),
  logging: z.looseObject({ driver: z.string(), options: z.record(z.string(), z.string()) }).optional(),
  profiles: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  volumes: z.array(z.string()).default([]),
})
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  configs: z.record(z.string(), z.looseObject({ content: z.string() })),
  volumes: z.record(z.string(), z.null()),
})

const { services, volumes, configs } = composeSchema.parse(readYaml('docker-compose.yml'))
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined)

/** What the image sets for every service. */
const imageEnvironment = [
  ...(readText('Dockerfile').match(/^ENV NODE_ENV.*$/m)?.[0] ?? '').matchAll(/(\w+)=/g),
].map(([, name]) => name)

/** The default command of the image. */
const imageCommand: string[] = JSON.parse(readText('Dockerfile').match(/^CMD (\[.*\])$/m)?.[1] ?? '[]')

function serviceNamed(name: string) {
  const service = services[name]
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}.`)
  return service
}

describe('docker-compose.yml', () => {
  it('publishes every port on the loopback address only', () => {
    const ports = Object.values(services).flatMap(service => service.ports)
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it.each(ours)('gives %s variables that it reads, with values that it takes', (_name, { environment }) => {
    const given = Object.entries(environment)
    for (const [name] of given) expect(Object.keys(KNOWN_VARIABLES)).toContain(name)
    // What comes from .env or from the environment is not known here.
    const fixed = given.filter(([, value]) => value !== null && !String(value).includes('${'))
    const types = Object.fromEntries(fixed.map(([name]) => [name, KNOWN_VARIABLES[name] ?? z.never()]))
    const values = Object.fromEntries(fixed.map(([name, value]) => [name, String(value)]))
    expect(() => readEnv(types, values)).not.toThrow()
  })

  it.each(ours)('lets every variable that %s reads reach it', (name, { environment }) => {
    const given = [...imageEnvironment, ...Object.keys(environment)]
    expect(READ_BY[name]?.filter(variable => !given.includes(variable))).toEqual([])
  })

  it.each(ours)('fixes for %s nothing but where the other containers are', (_name, { environment }) => {
    const fixed = Object.entries(environment).filter(([, value]) => value !== null)
    const own = fixed.filter(([name, value]) => !String(value).includes(`\${${name}:-`)).map(([name]) => name)
    const places = ['QUEUE_URL', 'MINIO_ENDPOINT', 'EMULATOR_HOST', 'EMULATOR_PORT']
    expect(own.filter(name => !places.includes(name))).toEqual([])
  })

  it.each(Object.entries(services))(
    'bounds what %s takes and logs, and sees whether it is well',
    (_name, service) => {
      const { mem_limit, cpus, pids_limit, logging, healthcheck } = service
      expect(mem_limit).toMatch(/^\dg$/)
      // Docker refuses more than the machine has.
      expect(cpus).toBe(1)
      expect(pids_limit).toBeGreaterThan(0)
      expect(logging?.options).toEqual({ 'max-size': '10m', 'max-file': '3' })
      expect(healthcheck?.test[0]).toMatch(/^CMD/)
    },
  )

  it('takes the images of others by their digests', () => {
    const others = Object.values(services).filter(({ build }) => build === undefined)
    expect(others).toHaveLength(4)
    for (const { image } of others) expect(image).toMatch(PINNED)
  })

  it('gives the queue a password, by which its own check and ours ask it', () => {
    const { command, environment } = serviceNamed('queue')
    const password = environment.REDISCLI_AUTH
    expect(password).toMatch(/^\$\{QUEUE_PASSWORD:-\w+\}$/)
    expect(command?.slice(1, 3)).toEqual(['--requirepass', password])
    for (const name of ['api', 'worker'])
      expect(serviceNamed(name).environment.QUEUE_URL).toBe(`redis://:${password}@queue:6379`)
  })

  it('asks a worker for its metrics to see whether it is alive', async () => {
    const [, node = '', ...args] = serviceNamed('worker').healthcheck?.test ?? []
    let status = 200
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/metrics' ? status : 404).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = z.object({ port: z.number() }).parse(server.address())
    const check = () =>
      promisify(execFile)(
        node,
        args.map(arg => arg.replaceAll('$$', '$')),
        { env: { ...process.env, METRICS_PORT: String(port) } },
      ).then(
        () => 'well',
        () => 'ill',
      )
    expect(await check()).toBe('well')
    status = 500
    expect(await check()).toBe('ill')
    server.close()
    expect(await check()).toBe('ill')
  })

  it('takes every secret from outside, or a default that is none', () => {
    for (const { environment } of Object.values(services))
      for (const [name, value] of Object.entries(environment))
        if (SECRET.test(name)) expect(value ?? '').toMatch(/^$|^\$\{[A-Z_]+:-(contactsheet|development)\}$/)
    for (const { content } of Object.values(configs))
      expect(content).toMatch(/^\$\{METRICS_TOKEN:-development\}$/)
  })

  it.each(ours)('starts %s with a module that exists', (_name, { command }) => {
    expect(missingModules((command ?? imageCommand).join(' '))).toEqual([])
  })

  it('lets a worker drain and close before it is killed', () => {
    const { DRAIN_MS } = readEnv({ DRAIN_MS: workerVariables.DRAIN_MS }, {})
    const grace = Number.parseInt(serviceNamed('worker').stop_grace_period ?? '', 10)
    expect(grace * 1_000).toBeGreaterThanOrEqual(DRAIN_MS + CLOSING_MS)
  })

  it('keeps the queue and the objects in named volumes, and lets the queue evict nothing', () => {
    const mounted = ['queue', 'minio', 'prometheus'].flatMap(name => serviceNamed(name).volumes)
    const named = mounted.map(mount => mount.split(':')[0] ?? '').filter(source => !source.startsWith('./'))
    expect(named).toEqual(Object.keys(volumes))
    expect(serviceNamed('queue').command?.join(' ')).toMatch(
      /--appendonly yes.*--maxmemory-policy noeviction/,
    )
  })

  it('brings Prometheus and Grafana only where the profile asks for them, with files that are there', () => {
    const asked = Object.entries(services).filter(([, { profiles }]) => profiles.includes('monitoring'))
    expect(asked.map(([name]) => name)).toEqual(['prometheus', 'grafana'])
    const files = asked.flatMap(([, { volumes }]) => volumes).filter(mount => mount.startsWith('./'))
    expect(files).toHaveLength(4)
    for (const mount of files) {
      expect(mount).toMatch(/:ro$/)
      expect(existsInRepository(mount.split(':')[0] ?? '')).toBe(true)
    }
  })

  it('passes on to the worker all that is set for a provider', () => {
    const { environment } = serviceNamed('worker')
    expect(PROVIDER_SETTINGS.filter(name => !(name in environment))).toEqual([])
  })

  it('passes a proxy on to what asks others, and reaches its own store and emulator without', () => {
    for (const name of ['api', 'worker']) {
      const { environment } = serviceNamed(name)
      expect(environment).toMatchObject({ HTTPS_PROXY: null, HTTP_PROXY: null })
      const given = String(environment.NO_PROXY).replace(/\$\{NO_PROXY:-\}$/, 'store.example')
      const proxies = readEnv(proxyVariables, { HTTP_PROXY: 'http://proxy.example:3128', NO_PROXY: given })
      for (const host of ['minio:9000', 'emulator:8090', 'store.example'])
        expect(proxyFor(proxies, new URL(`http://${host}`))).toBeUndefined()
    }
  })

  it.each([
    {},
    ...KEYS.flat().map(name => ({ [name]: 'k' })),
    ...BASE_URLS.map(name => ({ [name]: 'http://models.example/v1' })),
  ])('uses the emulator exactly where the local commands would: with %o', env => {
    const own = Object.fromEntries(BASE_URLS.map(name => [name, env[name] ?? '']))
    const simulated = isSimulated(readSettings(env))
    expect(baseUrlsOfWorker(env)).toEqual(simulated ? standInUrls('http://emulator:8090') : own)
  })
})

describe('the image', () => {
  it('is made from nothing that .dockerignore does not name', () => {
    const [first] = readText('.dockerignore')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
    expect(first).toBe('*')
  })

  it('starts the API unless told otherwise', () => {
    expect(missingModules(imageCommand.join(' '))).toEqual([])
    expect(imageCommand).toContain('services/api/src/main.ts')
  })

  it('brings the Node that the project names', () => {
    const major = readText('.node-version').split('.')[0]
    const used = [...readText('Dockerfile').matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version)
    expect(used).toEqual([major])
  })

  it('is built on images by their digests', () => {
    const bases = [...readText('Dockerfile').matchAll(/^FROM (\S+[:@]\S+)/gm)].map(([, base]) => base)
    expect(bases).toHaveLength(2)
    for (const base of bases) expect(base).toMatch(PINNED)
  })
})

/** Runs the worker's command with a stand-in for Node that tells which base URLs it was given. */
function baseUrlsOfWorker(env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'contactsheet-compose-'))
  try {
    const node = join(folder, 'node')
    const format = BASE_URLS.map(name => `"${name}":"%s"`).join(',')
    const values = BASE_URLS.map(name => `"$${name}"`).join(' ')
    writeFileSync(node, `#!/bin/sh\nprintf '{${format}}' ${values}\n`)
    chmodSync(node, 0o755)
    const [shell = '', ...args] = (serviceNamed('worker').command ?? []).map(part =>
      part.replaceAll('$$', '$'),
    )
    const output = execFileSync(shell, args, {
      encoding: 'utf8',
      env: { PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin`, ...env },
    })
    return JSON.parse(output.slice(output.indexOf('{')))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
