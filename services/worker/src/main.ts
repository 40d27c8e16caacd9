import '@contactsheet/runtime/small-heap'

// Loaded after that was evaluated, which of what is imported above nothing is.
await import('./work.ts')
