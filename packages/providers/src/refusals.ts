import type { FailureKind } from './failure.ts'
import type { Tell } from './words.ts'

/** What an answer that is an error means, known by what it says. */
export interface Refusal {
  /** Found in its codes or its message. */
  says: RegExp
  /** Where the same words mean nothing with another status. */
  status?: readonly number[]
  kind: FailureKind
  /** The sentence that helps, where that of the kind would mislead. */
  tell?: Tell
  /** Who says it, and where that was seen. */
  source: string
}

/** Statuses with which something before a provider turns a call away, by a page for people. */
const TURNED_AWAY = [400, 401, 403, 405, 406, 451]

/**
 * Words and codes of refusals whose status alone would be read wrongly. The first row that fits counts. All providers share
 * them: what answers at one's address may be a gateway that passes on another's words.
 */
export const REFUSALS: readonly Refusal[] = [
  {
    says: /^error code: 1\d{3}\b|^\s*<.*\bcloudflare\b/is,
    status: TURNED_AWAY,
    kind: 'unavailable',
    tell: ({ title, model, why }) =>
      `Cloudflare, which stands before ${title}, turned the call for ${model} away${why}: the network that the worker calls from is blocked. Try from another network, without VPN or proxy, then retry.`,
    source: 'Cloudflare: 1xxx errors and challenge pages, developers.cloudflare.com/support/troubleshooting',
  },
  {
    says: /^\s*<(!doctype|html|head|body)\b/i,
    status: TURNED_AWAY,
    kind: 'unavailable',
    tell: ({ title, model, why, address }) =>
      `A web page came for ${model} instead of an answer of ${title}${why}: something between it and the worker, a proxy or a firewall, turned the call away. Check the network, and ${address} if it is set, then retry.`,
    source: 'proxies and firewalls: an API of a provider answers in JSON',
  },

  {
    says: /\b(moderation_blocked|image_generation_user_error|content_policy_violation)\b|ContentPolicyViolation|\b(by|as a result of) (our|the) safety system\b/i,
    kind: 'rejected',
    source:
      'OpenAI: guides/image-generation and the former DALL-E API; LiteLLM, github.com/BerriAI/litellm/issues/16072',
  },
  {
    says: /\bcontent_?filter\b|ResponsibleAIPolicyViolation|content management policy/i,
    kind: 'rejected',
    source:
      'Azure OpenAI: learn.microsoft.com, concepts/content-filter; github.com/BerriAI/litellm/pull/16231',
  },
  {
    says: /\bPUBLIC_ERROR_\w*(UNSAFE|SAFETY|FILTER|PROMINENT_PEOPLE|MINOR|SEXUAL|VIOLEN)/,
    kind: 'rejected',
    source: 'Google: ErrorInfo of image models, github.com/TheSmallHanCat/flow2api/issues/167',
  },
  {
    says: /Responsible AI practices|safety filter threshold|\bmay violate our policies|\bviolates? (our|Google's) (usage guidelines|policies)/i,
    kind: 'rejected',
    source: 'Google: Imagen on Vertex AI, github.com/google-marketing-solutions/adios/issues/62',
  },

  {
    says: /\b(billing_hard_limit_reached|insufficient_quota|billing_not_active)\b/,
    kind: 'quota',
    source: 'OpenAI: guides/error-codes; comes with 400 or 429, though no waiting helps',
  },
  {
    says: /\bBILLING_DISABLED\b/,
    kind: 'quota',
    source: 'Google: google.api.ErrorReason',
  },
  {
    says: /free tier is not available in your country/i,
    kind: 'quota',
    tell: ({ title, model, why, key }) =>
      `${title} has no free tier where the worker runs, and ${model} needs one that is paid${why}. Enable billing for the project of ${key}, then retry the failed leaves.`,
    source: 'Google: ai.google.dev/gemini-api/docs/troubleshooting, FAILED_PRECONDITION',
  },
  {
    says: /\blimit: 0\b|free quota tier|credits? (is|are|has been|have been) (depleted|exhausted)|spending (cap|limit)/i,
    status: [429],
    kind: 'quota',
    // The word "billing" says nothing, it stands in every such message.
    source: 'Google: RESOURCE_EXHAUSTED that no waiting ends, ai.google.dev/gemini-api/docs/rate-limits',
  },

  {
    says: /\bunsupported_country_region_territory\b|country, region, or territory not supported|user location is not supported|not (available|supported) in your (country|region|location)/i,
    kind: 'auth',
    tell: ({ title, model, why }) =>
      `${title} does not serve ${model} to the country or region that the worker calls from${why}. Run the workers in one that it serves, see its list of supported regions; the key is not at fault.`,
    source:
      'OpenAI: github.com/home-assistant/core/issues/120072; Google: github.com/google-gemini/gemini-cli/issues/1614',
  },
  {
    says: /\borganization must be verified\b/i,
    kind: 'auth',
    tell: ({ title, model, why, key }) =>
      `${title} makes pictures with ${model} for verified organizations only${why}. Verify the organization of ${key} in its settings (platform.openai.com/settings/organization/general), wait a quarter of an hour, then retry; the key is not at fault.`,
    source: 'OpenAI: github.com/openai-php/client/issues/565',
  },
  {
    says: /\bdo(es)? not have access to (the )?(model|it)\b/i,
    status: [403],
    kind: 'auth',
    tell: ({ title, model, why, key }) =>
      `${title} does not let the project of ${key} use ${model}${why}. Allow the model in the limits of that project, or take another model.`,
    source: 'OpenAI: guides/error-codes, model_not_found with 403',
  },
  {
    says: /\bSERVICE_DISABLED\b|has not been used in project \S+ before or it is disabled/,
    kind: 'auth',
    tell: ({ title, model, why, key }) =>
      `The API that makes pictures with ${model} is not enabled in the ${title} project of ${key}${why}. Enable it in the project's console, wait a few minutes, then retry.`,
    source: 'Google: google.api.ErrorReason',
  },
  {
    says: /\b(account_deactivated|CONSUMER_SUSPENDED)\b|\b(account|organization|project|consumer)\b.{0,80}\b(suspended|deactivated)\b/i,
    status: [401, 403],
    kind: 'auth',
    tell: ({ title, model, why, key }) =>
      `${title} has suspended the account or project of ${key}, and makes nothing with ${model} for it${why}. Ask its support, or set ${key} to a key of another account.`,
    source: 'OpenAI: guides/error-codes; Google: google.api.ErrorReason',
  },
  {
    says: /\breported as leaked\b/i,
    kind: 'auth',
    tell: ({ title, model, why, key }) =>
      `${title} makes nothing with ${model} for a key that was found in public${why}. Make a new one, set ${key} to it, and retry.`,
    source: 'Google: ai.google.dev/gemini-api/docs/troubleshooting, blocked API keys',
  },
  {
    says: /\bAPI_KEY_\w+_BLOCKED\b|\bip_not_authorized\b/,
    kind: 'auth',
    tell: ({ title, model, why, key }) =>
      `The restrictions of the key do not let the worker call ${title} for ${model}${why}. Allow its address and this API where ${key} was made, then retry.`,
    source: 'Google: google.api.ErrorReason; OpenAI: guides/error-codes, IP allowlist',
  },
  {
    says: /\bAPI_KEY_/,
    kind: 'auth',
    source: 'Google: google.api.ErrorReason; a wrong key comes with 400',
  },
]

/** Ways for a successful answer of Google's to end that are a refusal: the same prompt meets it again. */
export const REFUSED_ENDINGS: ReadonlySet<string> = new Set([
  'SAFETY',
  'PROHIBITED_CONTENT',
  'BLOCKLIST',
  'SPII',
  'RECITATION',
  'LANGUAGE',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
])
