export { compose } from './compose.ts'
export type { Look } from './overlays.ts'
export { IMAGE_HEIGHT, IMAGE_WIDTH } from './templates.ts'
