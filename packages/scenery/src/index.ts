export { encode, type PictureFormat } from './encode.ts'
export type { Hand } from './looks.ts'
export { paint } from './paint.ts'
export { randomFrom } from './random.ts'
