export { checkTemplate } from './check-template.ts'
export { type Composed, compose, drawAhead } from './compose.ts'
export { examineEquipment } from './examine.ts'
export type { CustomFace, Typeface } from './faces.ts'
export type { Owner } from './line.ts'
export type { Look } from './look.ts'
export { release } from './memory.ts'
export { composePreview, PREVIEW_HEIGHT, PREVIEW_WIDTH } from './preview.ts'
export {
  composeSheet,
  SHEET_COLUMNS,
  SHEET_ROWS,
  type Sheet,
  type SheetCell,
} from './sheet.ts'
export { IMAGE_HEIGHT, IMAGE_WIDTH } from './templates.ts'
export { uncovered } from './typeset.ts'
