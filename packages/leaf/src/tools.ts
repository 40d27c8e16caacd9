import { compose } from '@contactsheet/compose'
import { createGoogleProvider, createOpenAiProvider } from '@contactsheet/providers'
import type { BatchStore } from '@contactsheet/storage'
import { missingKeyProvider } from './missing-key.ts'
import type { LeafTools } from './work.ts'

/** Where the providers are and what opens them, as a deployment is configured. */
export interface ProviderConfig {
  OPENAI_API_KEY?: string | undefined
  OPENAI_BASE_URL?: string | undefined
  GOOGLE_API_KEY?: string | undefined
  GEMINI_API_KEY?: string | undefined
  GOOGLE_GEMINI_BASE_URL?: string | undefined
  PROVIDER_TIMEOUT_MS: number
}

/** What a stand-in without keys is sent: the SDKs insist on one. */
const NO_KEY = 'none'

/** The tools of every leaf in this process. */
export function leafTools(config: ProviderConfig, store: BatchStore): LeafTools {
  return { store, providers: { openai: openAi(config), google: google(config) }, compose }
}

function openAi(config: ProviderConfig) {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl, PROVIDER_TIMEOUT_MS: timeoutMs } = config
  if (key === undefined && baseUrl === undefined) return missingKeyProvider('openai', 'OPENAI_API_KEY')
  return createOpenAiProvider({
    apiKey: key ?? NO_KEY,
    timeoutMs,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  })
}

function google(config: ProviderConfig) {
  const { GOOGLE_GEMINI_BASE_URL: baseUrl, PROVIDER_TIMEOUT_MS: timeoutMs } = config
  const key = config.GOOGLE_API_KEY ?? config.GEMINI_API_KEY
  if (key === undefined && baseUrl === undefined) return missingKeyProvider('google', 'GOOGLE_API_KEY')
  return createGoogleProvider({
    apiKey: key ?? NO_KEY,
    timeoutMs,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  })
}
