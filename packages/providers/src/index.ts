export { askProvider } from './ask.ts'
export type { BatchPort, JobLook, JobResult } from './batch-port.ts'
export * from './config.ts'
export { createModeration } from './create.ts'
export { flaggedFields } from './flagged-fields.ts'
export { MAX_ANSWER_ROOM } from './image.ts'
export type { ImageProvider } from './image-provider.ts'
export { openProviders, type Providers } from './open.ts'
export {
  type GeneratedImage,
  type ImageRequest,
  MAX_TIMEOUT_MS,
  type Moderate,
  type Room,
} from './provider.ts'
export type { ProviderVariable } from './registry.ts'
