export * from './add-prompts.ts'
export { addPromptsRequestSchema } from './add-prompts-request.ts'
export { answerHash } from './answer-hash.ts'
export * from './batch.ts'
export * from './brand.ts'
export * from './build-record.ts'
export * from './catalog/catalog.ts'
export * from './catalog/looks.ts'
export * from './catalog/model.ts'
export * from './catalog/provider.ts'
export * from './catalog/template-spec.ts'
export * from './charge.ts'
export { askedOptions, type ColumnRequest, columnLabel, columnsOf, partsOf } from './columns.ts'
export * from './cost.ts'
export * from './document-version.ts'
export * from './economy-job.ts'
export { deadlineFault } from './economy-request.ts'
export * from './error.ts'
export { asapUsdOf, economyUsdOf, leavesByColumn, mostUsd, usdOf } from './estimate.ts'
export {
  type Accepted,
  acceptedSchema,
  type Estimate,
  estimateSchema,
  type TitleWarning,
} from './estimate-views.ts'
export * from './events.ts'
export * from './fallback.ts'
export * from './fill-prompts.ts'
export * from './ids.ts'
export * from './known-names.ts'
export * from './label.ts'
export * from './leaf.ts'
export * from './leaf-texts.ts'
export {
  type LeafDetail,
  type LeafPage,
  type LeafView,
  leafDetailSchema,
  leafPageSchema,
  leafViewSchema,
} from './leaf-views.ts'
export * from './limits.ts'
export * from './look-fields.ts'
export * from './new-batch.ts'
export * from './output.ts'
export * from './output-request.ts'
export * from './pick.ts'
export * from './preset.ts'
export * from './problem.ts'
export * from './prompt-item.ts'
export * from './recompose.ts'
export {
  leafChangeSchema,
  recomposeRequestSchema,
  recompositionOf,
} from './recompose-request.ts'
export * from './record.ts'
export * from './record-charges.ts'
export * from './reference.ts'
export * from './reference-request.ts'
export * from './request.ts'
export * from './rerun.ts'
export * from './rerun-request.ts'
export * from './retry.ts'
export { REUSES } from './reuse.ts'
export * from './round-usd.ts'
export { sampledPrompts, sampledVariations } from './sample.ts'
export * from './shape.ts'
export * from './speed.ts'
export * from './summary.ts'
export { didYouMean } from './text/near.ts'
export * from './usage.ts'
export * from './views.ts'
export * from './wall-clock.ts'
export * from './written-text.ts'
