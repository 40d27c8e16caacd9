export { BrandFault } from '../fault.ts'
export { readBrandFolder } from './folder.ts'
export { BrandIntake, type CheckTemplate } from './intake.ts'
export { assertOwnName } from './own-name.ts'
