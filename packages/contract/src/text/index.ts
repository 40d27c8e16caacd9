export * from './clip.ts'
export * from './decode.ts'
export * from './parse.ts'
export * from './unreadable.ts'
