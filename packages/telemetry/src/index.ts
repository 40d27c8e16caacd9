export * from './origin.ts'
export { inInnerSpan, inSpan, type Span } from './tracer.ts'
