import { givenModelSchema, limitsSchema, MOST_IMAGES, REUSES } from '@contactsheet/contract'
import { z } from 'zod'
import { tokenRightsSchema } from './api-tokens.ts'
import { amount, flag, integer, json, list, proxyUrl, url } from './env.ts'
import { proxies } from './proxies.ts'

export { moderationVariables, providerVariables } from './providers.ts'

const text = z.string()

/** Names of the standard for which traces are kept. */
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** How others on the network are reached: the providers, the store, receivers of webhooks. */
export const proxyVariables = {
  HTTPS_PROXY: proxyUrl()
    .optional()
    .describe(
      'proxy on the way to https addresses, as in http://proxy.example:3128; loopback ones are reached directly',
    ),
  HTTP_PROXY: proxyUrl()
    .optional()
    .describe('proxy on the way to http addresses, as in http://proxy.example:3128'),
  NO_PROXY: list()
    .default([])
    .describe(
      'hosts that are reached without a proxy, separated by commas: names, which stand for what is below them too, addresses, or *',
    ),
}

/** Every service. */
export const commonVariables = {
  ...proxyVariables,
  LOG_LEVEL: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
      error: 'must be one of: silent, fatal, error, warn, info, debug, trace',
    })
    .default('info')
    .describe('how much to log'),
  DATA_DIR: text.default('./data').describe('folder for everything kept on this machine'),
}

/**
 * Traces, by the standard's own names. The exporter reads further ones itself, see docs/observability.md; none is sent unless
 * one of the endpoints is set.
 */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https')
    .optional()
    .describe('where traces are sent by OTLP over HTTP, as in http://localhost:4318; unset, none are made'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('http', 'https')
    .optional()
    .describe('the same as a whole address, as in http://localhost:4318/v1/traces'),
  OTEL_EXPORTER_OTLP_HEADERS: text
    .optional()
    .describe('headers that are sent with traces, as in api-key=<key>, separated by commas'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf'], { error: 'must be http/protobuf, or unset: traces are sent in no other way' })
    .optional()
    .describe('how traces are sent: http/protobuf'),
  OTEL_SERVICE_NAME: text
    .optional()
    .describe(
      'what traces call a process; unset, contactsheet-api, contactsheet-worker, contactsheet-workflow',
    ),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, { error: `must be one of: ${SAMPLERS.join(', ')}` })
    .default('parentbased_always_on')
    .describe('which traces are kept; parentbased_ ones keep what the caller of the API keeps'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(1)
    .describe('of how many traces one is kept, for samplers with a ratio, from 0 to 1'),
  OTEL_SDK_DISABLED: flag().describe('true to make no traces, wherever they would be sent'),
}

/** Where objects are kept. With MINIO_ENDPOINT unset, in files under DATA_DIR. */
export const storageVariables = {
  MINIO_ENDPOINT: url('http', 'https')
    .optional()
    .describe('address of an S3-compatible store, as in http://localhost:9000'),
  MINIO_ACCESS_KEY: text.optional().describe('access key of the store'),
  MINIO_SECRET_KEY: text.optional().describe('secret key of the store'),
  MINIO_BUCKET: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'must be 3 to 63 lower-case letters, digits, dots and dashes',
    )
    .default('thumbnails')
    .describe('bucket, made if it is not there'),
  MINIO_REGION: text.optional().describe('region of the bucket, where the store asks for one'),
  MINIO_PUBLIC_BASE_URL: url('http', 'https')
    .optional()
    .describe(
      'where the bucket can be read without a signature: a domain of the bucket, the address of the store, or a pattern with {bucket} and {key}',
    ),
}

/** The queue. The local commands bring their own; a service by itself needs one. */
export const queueVariables = {
  QUEUE_URL: url('redis', 'rediss', 'postgres', 'postgresql')
    .refine(
      value => !/^rediss?:/.test(value) || /^\/?\d*$/.test(new URL(value).pathname),
      'must end in the number of a database, as in redis://localhost:6379/1, or in none',
    )
    .describe(
      'address of the queue, as in redis://localhost:6379 or postgres://localhost/queue; npm start and npm run batch bring one of their own',
    ),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be lower-case letters, digits and underscores')
    .default('contactsheet')
    .describe('names the keys (Redis) or the schema (PostgreSQL), so that deployments can share a server'),
  PROVIDER_LIMITS: json(limitsSchema)
    .default({})
    .describe(
      'JSON: what all workers together may ask of a provider or a model, as in {"openai":{"rpm":50},"gpt-image-2":{"concurrency":20}}',
    ),
}

/** The API. */
export const apiVariables = {
  PORT: integer(0, 65_535).default(8080).describe('port to listen on; 0 takes any free one'),
  HOST: text.default('127.0.0.1').describe('address to listen on; any but a loopback one needs API_TOKENS'),
  TRUST_PROXY: proxies()
    .optional()
    .describe(
      'proxies in front of the API whose X-Forwarded-For, -Proto and -Host are believed: how many they are, or their addresses and networks, separated by commas, or true for any; unset, none is',
    ),
  BASE_PATH: z
    .string()
    .regex(/^(\/(?!\.{1,2}(\/|$))[\w.~-]+)*\/?$/, 'must be a path, as in /sheets')
    .transform(path => path.replace(/\/$/, ''))
    .optional()
    .describe('path under which a proxy shows the API and its page; unset, that of PUBLIC_URL'),
  API_TOKENS: list()
    .optional()
    .describe(
      'bearer tokens that may call the API, separated by commas; each may have a name, as in <name>:<token>',
    ),
  TOKEN_RIGHTS: json(tokenRightsSchema)
    .optional()
    .describe(
      'JSON: what tokens may do, by their names, as in {"page":{"access":"read"},"ci":{"requestsPerMinute":600,"maxCostUsd":5,"dayUsd":20,"monthUsd":200,"share":2}}',
    ),
  MAX_IMAGES: integer(1, MOST_IMAGES).default(10_000).describe('most images of one batch'),
  MAX_PROMPT_LENGTH: integer(1, 100_000).default(1_000).describe('most characters of one prompt'),
  MAX_BODY_BYTES: integer(1_024, 1_073_741_824).default(16_777_216).describe('largest request body'),
  MAX_COST_USD: amount()
    .optional()
    .describe('most one batch may be estimated at, in USD; models without a known price are then refused'),
  REUSE: z
    .enum(REUSES, { error: `must be one of: ${REUSES.join(', ')}` })
    .default('batch')
    .describe(
      'whose pictures a batch takes that does not say so (reuse): batch, its own alone; always, those of any batch that asked for the same',
    ),
  RATE_LIMIT_PER_MINUTE: integer(1, 10_000_000)
    .default(12_000)
    .describe(
      'requests that one token may make of one API process in a minute; without API_TOKENS none are counted',
    ),
}

/** Templates, fonts and logos of the deployment's own: the API takes them in. */
export const brandVariables = {
  BRAND_DIR: text
    .optional()
    .describe('folder with templates, fonts and logos that the API puts into the store when it starts'),
  MAX_FONT_BYTES: integer(1_024, 67_108_864).default(16_777_216).describe('largest file of a font'),
  MAX_LOGO_BYTES: integer(1_024, 67_108_864).default(2_097_152).describe('largest file of a logo'),
}

/** Where people and programs reach the API from outside. */
export const publicVariables = {
  PUBLIC_URL: url('http', 'https')
    .refine(isPlainAddress, 'must be an address alone, as in https://example.com/sheets')
    .transform(address => address.replace(/\/+$/, ''))
    .optional()
    .describe(
      'where the API is reached from outside: links in webhooks and in answers of tasks begin with it',
    ),
}

/** Also true of what is no URL, which has been said already. */
function isPlainAddress(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { username, password, search, hash } = new URL(address)
  return [username, password, search, hash].every(part => part === '')
}

/** Webhooks: the API takes their addresses, the worker sends them. */
export const webhookVariables = {
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be "whsec_" and 24 to 64 random bytes in base64')
    .optional()
    .describe('what webhooks are signed with, as in whsec_$(openssl rand -base64 32); unset, none are taken'),
  WEBHOOK_ALLOW_PRIVATE: flag().describe(
    'true to send webhooks to private addresses and over http too: for receivers on your own network',
  ),
}

/** Events of providers, which the API takes as a nudge to look. */
export const nudgeVariables = {
  OPENAI_WEBHOOK_SECRET: nudgeSecret('OpenAI'),
  GEMINI_WEBHOOK_SECRET: nudgeSecret('Gemini'),
}

function nudgeSecret(provider: string) {
  return text
    .regex(
      /^whsec_[A-Za-z0-9+/=_-]{16,200}$/,
      'must be the signing secret as the provider shows it, "whsec_..."',
    )
    .optional()
    .describe(
      `what ${provider} signs its webhooks with, for /nudges: its jobs are then looked at as they end; unset, at intervals alone`,
    )
}

/** What is done beside batches: by the worker, or by the API where there is none. */
export const choresVariables = {
  ...proxyVariables,
  ...publicVariables,
  ...webhookVariables,
  RETENTION_DAYS: integer(1, 36_500)
    .optional()
    .describe('settled batches older than this are deleted; unset, none are for their age'),
  RETENTION_BATCHES: integer(1, 10_000_000)
    .optional()
    .describe('of more settled batches than this the oldest are deleted; unset, none are for their number'),
}

/** What the catalog offers beyond the built-in models. */
export const catalogVariables = {
  EXTRA_MODELS: json(z.array(givenModelSchema))
    .optional()
    .describe('JSON array of models to add to the catalog, each as GET /models shows them'),
}

/** Whatever goes on with the economy lane. */
export const economyVariables = {
  ECONOMY_LOOK_SECONDS: integer(1, 3_600)
    .default(600)
    .describe(
      "longest between two looks at a job of a provider's batch API, in seconds; the first comes after a twentieth of it",
    ),
}

/** The worker. */
export const workerVariables = {
  ...economyVariables,
  LEAF_CONCURRENCY: integer(1, 10_000)
    .default(150)
    .describe('leaves of one provider that one worker runs at once'),
  DRAIN_MS: integer(0, 600_000)
    .default(20_000)
    .describe('how long a worker told to stop lets its running leaves finish before it gives them back'),
  METRICS_PORT: integer(0, 65_535)
    .optional()
    .describe('port on which the worker shows its metrics, at /metrics; unset, it does not'),
  METRICS_HOST: text
    .default('127.0.0.1')
    .describe('address for METRICS_PORT; whoever reaches it may read them'),
}

/** Which orchestrator the API hands batches to. With `workflows` the rest is where the workflow is. */
export const orchestratorVariables = {
  ORCHESTRATOR: z
    .enum(['bullmq', 'workflows'], { error: 'must be one of: bullmq, workflows' })
    .default('bullmq')
    .describe('what spreads leaves over machines'),
  WORKFLOW_SLUG: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and dashes')
    .optional()
    .describe('slug of the workflow service, as its page in the Render Dashboard shows it'),
  RENDER_API_KEY: text.optional().describe('key of the Render API'),
  RENDER_USE_LOCAL_DEV: flag().describe('true to start tasks at the local server of "render workflows dev"'),
  RENDER_LOCAL_DEV_URL: url('http', 'https')
    .optional()
    .describe('address of that local server, if it is not http://localhost:8120'),
}

/** A process of the workflow service. */
export const workflowVariables = {
  ...publicVariables,
  MAX_IMAGES: apiVariables.MAX_IMAGES,
  MAX_PROMPT_LENGTH: apiVariables.MAX_PROMPT_LENGTH,
  MAX_COST_USD: apiVariables.MAX_COST_USD,
  REUSE: apiVariables.REUSE,
  LEAF_WINDOW: integer(1, 1_000)
    .default(120)
    .describe(
      'leaves of one batch handed to Render at once; below the runs of your workspace it holds them up',
    ),
  RENDER: text.optional().describe('set by Render on its machines, whose files nobody else can read'),
}
