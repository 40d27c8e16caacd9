import type { components, operations, webhooks } from './schema.ts'

type Schemas = components['schemas']
type Operations = operations

/** What a call answers in JSON with a status. */
type Answer<Name extends keyof Operations, Status extends number> = Operations[Name]['responses'] extends {
  [status in Status]: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** What a call is sent in JSON. */
type Body<Name extends keyof Operations> = Operations[Name] extends {
  requestBody: { content: { 'application/json': infer Sent } }
}
  ? Sent
  : never

type Query<Name extends keyof Operations> = NonNullable<Operations[Name]['parameters']['query']>

export type Accepted = Schemas['Accepted']
export type Batch = Schemas['Batch']
export type BatchEvent = Schemas['BatchEvent']
export type BatchSummary = Schemas['BatchPage']['batches'][number]
export type Estimate = Schemas['Estimate']
export type Leaf = Schemas['Leaf']
export type Problem = Schemas['Problem']
export type Progress = Schemas['Progress']

/** A field of a request that is at fault. */
export type FieldError = NonNullable<Problem['errors']>[number]

/** A batch as it is asked for, in the object form or the positional one. */
export type BatchRequest = Body<'createBatch'>

/** Which batches are listed; `limit` is of each page. */
export type BatchFilter = Omit<Query<'listBatches'>, 'cursor'>

/** Which leaves of a batch are meant; `limit` is of each page. */
export type LeafFilter = Omit<Query<'listLeaves'>, 'cursor'>

/** What goes into an archive, and how its files are named. */
export type ArchiveOptions = Query<'downloadArchive'>

/** Which leaves a table of results has. */
export type ResultsFilter = Query<'downloadResultsAsCsv'>

export type LeafDetail = Answer<'getLeaf', 200>
export type ListedModel = Answer<'listModels', 200>['models'][number]
export type PickChange = Body<'pickLeaves'>['picks'][number]
export type PickCounts = Answer<'pickLeaves', 200>
export type UsageQuery = Query<'getUsage'>
export type Usage = Answer<'getUsage', 200>

/** What is sent to the `webhook` of a batch. */
export type WebhookEvent = webhooks['batch.settled']['post']['requestBody']['content']['application/json']
