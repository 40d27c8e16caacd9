import type { Font, ListedModel, Style, Template } from '@contactsheet/contract'

export type {
  Accepted,
  BatchPage,
  BatchState,
  BatchView,
  Counts,
  ErrorKind,
  Estimate,
  FieldError,
  ImagePage,
  ImageView,
  LeafPage,
  LeafState,
  LeafView,
  ListedModel,
  Model,
  Progress,
} from '@contactsheet/contract'

/** What a batch can be made of. */
export interface Catalog {
  models: ListedModel[]
  styles: { id: Style; prompt: string }[]
  templates: { id: Template; prompt: string }[]
  fonts: { id: Font; family: string }[]
}

/** The object form of a batch. */
export interface BatchBody {
  prompts: string[]
  models: string[]
  style: string
  template: string
  font: string
  context: string
  extraPrompt: string
  webhook?: string
  maxCostUsd?: number
}
