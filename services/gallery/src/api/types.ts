import type { BatchView, Font, LeafView, Model, Style, Template } from '@contactsheet/contract'

export type {
  Accepted,
  BatchPage,
  BatchState,
  BatchView,
  Counts,
  ErrorKind,
  Estimate,
  FieldError,
  Font,
  LeafPage,
  LeafState,
  LeafView,
  Model,
  Problem,
  Style,
  Template,
  Timings,
} from '@contactsheet/contract'

/** What changes of a batch while it runs, as its events tell it. */
export type Progress = Pick<BatchView, 'state' | 'counts' | 'timings' | 'cost' | 'simulated'>

/** A leaf outside of its batch, as the gallery shows it. */
export interface ImageView extends LeafView {
  batchId: string
  style: Style
}

export interface ImagePage {
  images: ImageView[]
  nextCursor?: string
}

/** What a batch can be made of. */
export interface Catalog {
  models: Model[]
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
}
