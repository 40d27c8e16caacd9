export * from './origin.ts'
export { type Attributes, inInnerSpan, inSpan, type Span } from './tracer.ts'
