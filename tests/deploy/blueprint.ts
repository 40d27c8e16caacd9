import { z } from 'zod'

// The parts of Render's Blueprint specification (https://render.com/docs/blueprint-spec) that render.yaml uses. Strict:
// what is not here has not been looked up. Render publishes a JSON schema too, at an address that a test run may not
// reach; `render blueprints validate` has the last word.

const text = z.string().min(1)
const region = z.enum(['oregon', 'ohio', 'virginia', 'frankfurt', 'singapore'])
const plan = z.enum(['starter', 'standard', 'pro', 'pro plus', 'pro max', 'pro ultra'])
const value = z.union([z.string(), z.number()])

const source = z.union([
  z.strictObject({
    type: z.enum(['web', 'pserv', 'worker', 'keyvalue']),
    name: text,
    property: z.enum(['host', 'port', 'hostport', 'connectionString']),
  }),
  z.strictObject({ type: z.enum(['web', 'pserv', 'worker']), name: text, envVarKey: text }),
])

/** How a variable gets its value in a group: Render silently ignores every other way there. */
const groupVariable = z.union([
  z.strictObject({ key: text, value }),
  z.strictObject({ key: text, generateValue: z.literal(true) }),
])

const variable = z.union([
  ...groupVariable.options,
  z.strictObject({ key: text, sync: z.literal(false) }),
  z.strictObject({ key: text, fromService: source }),
  z.strictObject({ fromGroup: text }),
])

const service = { name: text, region, envVars: z.array(variable) }
const native = { ...service, runtime: z.literal('node'), buildCommand: text, startCommand: text }
const process = {
  ...native,
  plan,
  numInstances: z.int().min(1).max(100).optional(),
  maxShutdownDelaySeconds: z.int().min(1).max(300).optional(),
}

const web = z.strictObject({
  type: z.literal('web'),
  ...process,
  healthCheckPath: z.string().startsWith('/'),
})
const worker = z.strictObject({ type: z.literal('worker'), ...process })
/** Has no plan, each of its tasks has; no instances, each run is one. */
const workflow = z.strictObject({ type: z.literal('workflow'), ...native })
const keyValue = z.strictObject({
  type: z.literal('keyvalue'),
  name: text,
  region,
  plan: z.enum(['starter', 'standard', 'pro']),
  maxmemoryPolicy: z.enum(['noeviction', 'allkeys-lru']),
  /** Required, also if it is empty. */
  ipAllowList: z.array(z.strictObject({ source: z.cidrv4(), description: text })),
})
/** A service with a disk runs once: it has no number of instances. */
const privateService = z.strictObject({
  type: z.literal('pserv'),
  ...service,
  runtime: z.literal('image'),
  plan,
  image: z.strictObject({ url: text }),
  dockerCommand: text,
  disk: z.strictObject({ name: text, mountPath: z.string().startsWith('/'), sizeGB: z.int().min(1) }),
})

export const blueprintSchema = z.strictObject({
  envVarGroups: z.array(z.strictObject({ name: text, envVars: z.array(groupVariable) })),
  services: z.array(z.discriminatedUnion('type', [web, worker, workflow, keyValue, privateService])),
})

export type Blueprint = z.output<typeof blueprintSchema>
export type Variable = z.output<typeof variable>
