import type { Provider } from '@contactsheet/contract'
import type { BatchPort } from './batch-port.ts'
import type { ImageProvider } from './image-provider.ts'
import type { Moderate, OpenOptions } from './provider.ts'

/** A variable of a deployment's configuration. */
interface Variable {
  name: string
  /** What it is for, as configuration tells whoever set it wrong. */
  about: string
}

/** All that is particular to one provider, its API aside. */
export interface ProviderRow {
  /** What messages call it. */
  title: string
  /** What may hold its key: the first that is set counts. Messages name the first. */
  keys: readonly [Variable, ...Variable[]]
  baseUrl: Variable & {
    /** The provider's own address. A stand-in for it answers under the same path. */
    default: string
  }
  /** What lists its models below the base URL: a call that is free, and refused with a wrong key. */
  list: { path: string; headers(apiKey: string): Record<string, string> }
  /** How its keys look, also where the provider itself has masked a part: they are kept out of the log. */
  keyPatterns: readonly RegExp[]
  /** Loads the SDK, which takes longer than all the rest of a task process: called at the first picture. */
  load(options: OpenOptions): Promise<Pick<ImageProvider, 'generate'>>
  /** Only of a provider that has a batch API. */
  loadBatches?(options: OpenOptions): Promise<BatchPort>
  /** Only of a provider that can judge texts. */
  loadModeration?(options: OpenOptions): Promise<Moderate>
}

/**
 * One row per provider. Configuration, messages, redaction, the tools of a leaf, moderation, the stand-in of the local
 * commands, and the checks of the Compose file and the Blueprint derive from it.
 */
export const REGISTRY = {
  openai: {
    title: 'OpenAI',
    keys: [{ name: 'OPENAI_API_KEY', about: 'key for OpenAI' }],
    baseUrl: {
      name: 'OPENAI_BASE_URL',
      about: 'address of the OpenAI API, up to and with /v1',
      default: 'https://api.openai.com/v1',
    },
    list: { path: '/models', headers: apiKey => ({ authorization: `Bearer ${apiKey}` }) },
    keyPatterns: [/\bsk-[\w*.-]{4,}/g],
    load: async options => (await import('./openai.ts')).openAiProvider(options),
    loadBatches: async options => (await import('./openai-batches.ts')).openAiBatches(options),
    loadModeration: async options => (await import('./openai-moderation.ts')).openAiModeration(options),
  },
  google: {
    title: 'Google',
    keys: [
      { name: 'GOOGLE_API_KEY', about: 'key for Gemini' },
      { name: 'GEMINI_API_KEY', about: 'key for Gemini, if GOOGLE_API_KEY is not set' },
    ],
    baseUrl: {
      name: 'GOOGLE_GEMINI_BASE_URL',
      about: 'address of the Gemini API, without a version',
      default: 'https://generativelanguage.googleapis.com',
    },
    list: { path: '/v1beta/models?pageSize=1', headers: apiKey => ({ 'x-goog-api-key': apiKey }) },
    keyPatterns: [/\bAIza[\w*-]{4,}/g, /\bAQ\.[\w*-]{4,}/g],
    load: async options => (await import('./google.ts')).googleProvider(options),
    loadBatches: async options => (await import('./google-batches.ts')).googleBatches(options),
  },
} as const satisfies Readonly<Record<Provider, ProviderRow>>

type Rows = typeof REGISTRY

/** The variables of a provider. */
export type ProviderVariable<P extends keyof Rows = keyof Rows> =
  | Rows[P]['keys'][number]['name']
  | Rows[P]['baseUrl']['name']

/** A provider that can judge texts. */
export type Moderator = {
  [P in Provider]: Rows[P] extends { loadModeration: unknown } ? P : never
}[Provider]
