import { readdirSync } from 'node:fs'
import { readEnv, workerVariables } from '@contactsheet/runtime'
import { describe, expect, it } from 'vitest'
import { type Blueprint, blueprintSchema, type Variable } from './blueprint.ts'
import {
  CLOSING_MS,
  KNOWN_VARIABLES,
  missingModules,
  PINNED,
  READ_BY,
  readText,
  readYaml,
  SECRET,
} from './files.ts'
import { KEYS } from './providers.ts'

const { services, envVarGroups } = blueprintSchema.parse(readYaml('render.yaml'))

type Service = Blueprint['services'][number]

/** Services that run a module of ours. */
const ours = services.filter(service => 'startCommand' in service)

function variablesOf(service: Service): Variable[] {
  return 'envVars' in service ? service.envVars : []
}

/** Variables of a service with the values the file gives them, those of its groups among them. */
function literals(service: Service): Record<string, string> {
  const own = variablesOf(service)
  const groups = envVarGroups.filter(({ name }) =>
    own.some(entry => 'fromGroup' in entry && entry.fromGroup === name),
  )
  const entries = [...groups.flatMap(({ envVars }) => envVars), ...own]
  return Object.fromEntries(
    entries.flatMap(entry => ('value' in entry ? [[entry.key, String(entry.value)]] : [])),
  )
}

describe('render.yaml', () => {
  it('keeps everything in one region, where services reach each other', () => {
    expect(new Set(services.map(({ region }) => region)).size).toBe(1)
  })

  it('refers to services, variables and groups that are in it', () => {
    for (const entry of services.flatMap(variablesOf)) {
      if ('fromGroup' in entry) expect(envVarGroups.map(({ name }) => name)).toContain(entry.fromGroup)
      if (!('fromService' in entry)) continue
      const { fromService } = entry
      const target = services.find(({ name, type }) => name === fromService.name && type === fromService.type)
      if (target === undefined)
        throw new Error(`${entry.key} comes from ${fromService.name}, which is not there.`)
      if ('envVarKey' in fromService)
        expect(variablesOf(target)).toContainEqual(expect.objectContaining({ key: fromService.envVarKey }))
    }
  })

  it.each(ours)('gives $name variables that it reads, with values that it takes', service => {
    const values = literals(service)
    const types = Object.fromEntries(
      Object.keys(values).map(name => {
        const type = KNOWN_VARIABLES[name]
        if (type === undefined) throw new Error(`No service of ours reads ${name}.`)
        return [name, type]
      }),
    )
    expect(() => readEnv(types, values)).not.toThrow()
    for (const entry of variablesOf(service))
      if ('key' in entry && !(entry.key in KNOWN_VARIABLES))
        expect(service.startCommand).toContain(`$${entry.key}`)
  })

  it.each(ours)('lets every variable that $name reads reach it', service => {
    const read = READ_BY[service.startCommand.match(/services\/(\w+)\//)?.[1] ?? ''] ?? []
    expect(read).not.toEqual([])
    // What is in the group reaches every service; a secret that another service owns has to be handed on.
    const own = variablesOf(service)
    expect(own).toContainEqual({ fromGroup: 'contactsheet' })
    const asked = services.flatMap(variablesOf).flatMap(entry => ('sync' in entry ? [entry.key] : []))
    const given = own.flatMap(entry => ('key' in entry ? [entry.key] : []))
    expect(asked.filter(name => read.includes(name) && !given.includes(name))).toEqual([])
    // A start command that sets a variable would hide what somebody has set.
    for (const [, name, value] of service.startCommand.matchAll(/(?<![\w-])(\w+)=(\S+)/g))
      expect(value).toMatch(new RegExp(`^\\$\\{${name}:-`))
  })

  it('runs two workers, in any workspace, and images by their digests', () => {
    for (const service of services) {
      if (service.type === 'worker') expect(service.numInstances).toBe(2)
      if (service.type === 'pserv') expect(service.image.url).toMatch(PINNED)
    }
  })

  it('holds no secret', () => {
    for (const entry of [...services.flatMap(variablesOf), ...envVarGroups.flatMap(({ envVars }) => envVars)])
      if ('key' in entry && SECRET.test(entry.key)) expect(entry).not.toHaveProperty('value')
  })

  it('asks for each secret once', () => {
    const asked = services.flatMap(variablesOf).flatMap(entry => ('sync' in entry ? [entry.key] : []))
    expect(asked).toEqual([...new Set(asked)])
  })

  it.each(KEYS.map(([key]) => key))('asks the worker for %s, and hands it to the workflow', key => {
    const worker = services.find(({ type }) => type === 'worker')
    const workflow = services.find(({ type }) => type === 'workflow')
    if (worker === undefined || workflow === undefined) throw new Error('A service is missing.')
    expect(variablesOf(worker)).toContainEqual({ key, sync: false })
    const fromService = { type: 'worker', name: worker.name, envVarKey: key }
    expect(variablesOf(workflow)).toContainEqual({ key, fromService })
  })

  it.each(ours)('starts $name with a module that exists, from packages that it builds', service => {
    // The workflow service is built first, by a module of its own.
    expect(missingModules(`${service.buildCommand} ${service.startCommand}`)).toEqual([])
    const packages = ['packages', 'services'].flatMap(folder =>
      readdirSync(new URL(`../../${folder}`, import.meta.url)).map(name => `@contactsheet/${name}`),
    )
    for (const [, name] of service.buildCommand.matchAll(/--filter (\S+?)(?:\.\.\.)?(?=\s|$)/g))
      expect(packages).toContain(name)
    const folder = service.startCommand.match(/services\/(\w+)\//)?.[1]
    expect(service.buildCommand).toContain(`--filter @contactsheet/${folder}...`)
  })

  it.each(['render.yaml', 'docs/deploy.md', 'docs/upgrade.md'])(
    'names, in %s, the pnpm that wrote the lockfile',
    path => {
      const { packageManager } = JSON.parse(readText('package.json'))
      const used = readText(path).match(/pnpm@[\d.]+/g)
      expect(new Set(used)).toEqual(new Set([packageManager]))
    },
  )

  it.each(['render.yaml', 'docs/deploy.md', 'docs/workflows.md'])(
    'leaves it, in %s, to one command to add the Render SDK',
    path => expect(readText(path)).not.toMatch(/\badd\b.*@renderinc/),
  )

  it('lets a worker drain and close before it is killed', () => {
    for (const service of ours.filter(({ type }) => type === 'worker')) {
      const { DRAIN_MS } = readEnv({ DRAIN_MS: workerVariables.DRAIN_MS }, literals(service))
      if (!('maxShutdownDelaySeconds' in service)) throw new Error(`${service.name} has no shutdown delay.`)
      expect(Number(service.maxShutdownDelaySeconds) * 1_000).toBeGreaterThanOrEqual(DRAIN_MS + CLOSING_MS)
    }
  })

  it('lets the queue evict nothing and nobody outside reach it', () => {
    expect(services).toContainEqual(
      expect.objectContaining({ type: 'keyvalue', maxmemoryPolicy: 'noeviction', ipAllowList: [] }),
    )
  })
})
