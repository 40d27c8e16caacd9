import type { Font, ListedModel, Output, Style, Template } from '@contactsheet/contract'

export type {
  Accepted,
  BatchPage,
  BatchState,
  BatchView,
  ErrorKind,
  Estimate,
  FieldError,
  ImagePage,
  ImageSummary,
  ImageView,
  LabelView,
  LeafDetail,
  LeafPage,
  LeafPick,
  LeafState,
  LeafView,
  ListedModel,
  Model,
  PresetView,
  Progress,
  UsageView,
} from '@contactsheet/contract'

/** What a batch can be made of. */
export interface Catalog {
  models: ListedModel[]
  styles: { id: Style; prompt: string; sampleUrl: string }[]
  templates: { id: Template; prompt: string; label: string; sampleUrl: string }[]
  fonts: { id: Font; family: string; sampleUrl: string }[]
}

/** What a batch may ask of this deployment. */
export interface Limits {
  maxImages: number
  maxPromptLength: number
  maxCostUsd?: number
  /** Absent: none are sent. */
  webhooks?: 'https' | 'https and http'
}

/** An output as a request asks for it. */
export type OutputBody =
  | string
  | { size: string; format?: Output['format']; quality?: number; crop?: Output['crop'] }

/** What a request can say of a look beside template and font. What is absent is as usual. */
export interface LookBody {
  outputs?: OutputBody[] | undefined
  title?: boolean | undefined
  titleSize?: 'fit' | 'series' | undefined
  theme?: 'dark' | 'light' | undefined
  language?: string | undefined
  kicker?: string | undefined
  subtitle?: string | undefined
  byline?: string | undefined
  logo?: string | undefined
}

/** A prompt with what is its own. */
interface PromptItem {
  prompt: string
  title?: string | undefined
  language?: string | undefined
  kicker?: string | undefined
  subtitle?: string | undefined
  byline?: string | undefined
  /** Value of each `{{name}}` in the texts. Absent: braces are text like any other. */
  variables?: Readonly<Record<string, string>> | undefined
  references?: readonly string[] | undefined
}

export type PromptBody = string | PromptItem

/** A model by its id, or with options of its own. */
export type ModelBody = string | ({ id: string } & Readonly<Record<string, string>>)

/** How a leaf is to be made again. What is left out stays as it is. */
export interface RerunBody {
  prompt?: string
  title?: string
  model?: string
  keep: boolean
}

/** What a preset says of a batch. */
export type PresetBody = Partial<
  Omit<BatchBody, 'prompts' | 'references' | 'sample' | 'deadline' | 'webhook' | 'name' | 'tags'>
>

/** The object form of a batch. */
export interface BatchBody extends LookBody {
  prompts: PromptBody[]
  models: ModelBody[]
  style: string
  template: string
  font: string
  context: string
  extraPrompt: string
  name?: string | undefined
  tags?: string[] | undefined
  webhook?: string
  maxCostUsd?: number | undefined
  /** Models that make an image where its own cannot, and after which failures. */
  fallback?: ModelBody[] | undefined
  fallbackOn?: readonly string[] | undefined
  reuse?: 'always' | 'batch' | undefined
  speed?: 'asap' | 'economy' | undefined
  economy?: 'prefer' | 'only' | undefined
  /** A time with its offset, or hours from now. */
  deadline?: string | number | undefined
  /** Pictures that all prompts go by: ids of uploads, or addresses. */
  references?: readonly string[] | undefined
  variations?: number | undefined
  sample?: number | undefined
  /** Id of the batch that it goes back to. */
  from?: string | undefined
}

/** Prompts that are added to a batch. */
export interface AdditionBody {
  prompts: PromptBody[]
  /** How many it has, as the page knows it. */
  after: number
}

/** What is made anew of originals that are kept. What is absent stays as it is. */
export interface RecomposeBody extends LookBody {
  template?: string | undefined
  font?: string | undefined
  /** Ids of leaves; all where it is absent. */
  leaves?: readonly string[] | undefined
  /** By leaf id. */
  titles?: Readonly<Record<string, string>> | undefined
  keep?: boolean
}
