import type { components } from '@contactsheet/client'
import type { Answer, Sent } from './description.ts'

type Schemas = components['schemas']

export type Accepted = Schemas['Accepted']
export type BatchPage = Schemas['BatchPage']
export type BatchView = Schemas['Batch']
export type BatchState = BatchView['state']
export type ErrorKind = Schemas['LeafFailure']['kind']
export type Estimate = Schemas['Estimate']
export type FieldError = NonNullable<Schemas['Problem']['errors']>[number]
export type ImagePage = Schemas['ImagePage']
export type ImageView = ImagePage['images'][number]
export type ImageSummary = Answer<'countImages'>
export type LabelView = Answer<'labelBatch'>
export type LeafView = Schemas['Leaf']
export type LeafState = LeafView['state']
export type LeafPick = NonNullable<LeafView['pick']>
export type ListedModel = Answer<'listModels'>['models'][number]
export type Model = Schemas['Model']
export type PresetView = Answer<'listPresets'>['presets'][number]
export type Progress = Schemas['Progress']

/** What a batch can be made of. */
export type Catalog = Answer<'listModels'> &
  Answer<'listStyles'> &
  Answer<'listTemplates'> &
  Answer<'listFonts'>

type Fields = Extract<Sent<'createBatch'>, { prompts: unknown }>

/** The object form of a batch. */
export interface BatchBody extends Omit<Fields, 'style'> {
  /** The API says which there are. */
  style: string
  template: string
  font: string
  context: string
  extraPrompt: string
}

export type PromptBody = BatchBody['prompts'][number]

/** A model by its id, or with options of its own. */
export type ModelBody = BatchBody['models'][number]

/** An output as a request asks for it. */
export type OutputBody = NonNullable<BatchBody['outputs']>[number]

/** What a request can say of a look beside template and font. What is absent is as usual. */
export type LookBody = Pick<
  BatchBody,
  'outputs' | 'title' | 'titleSize' | 'theme' | 'language' | 'kicker' | 'subtitle' | 'byline' | 'logo'
>

/** What a preset says of a batch. */
export type PresetBody = Partial<Pick<BatchBody, keyof BatchBody & keyof Sent<'putPreset'>>>

/** How a leaf is to be made again. What is left out stays as it is. */
export type RerunBody = Sent<'rerunLeaf'>

/** What is made anew of originals that are kept. What is absent stays as it is. */
export type RecomposeBody = Sent<'recomposeBatch'>

/** Prompts that are added to a batch. */
export type AdditionBody = Sent<'addPrompts'>
