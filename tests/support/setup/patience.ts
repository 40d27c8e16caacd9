import { vi } from 'vitest'

/** How long a test waits for what is to come, in milliseconds, unless it says something else. */
const PATIENCE_MS = 20_000

// Vitest gives up after a second, for which a process or a server can stand still while all other tests run beside it.
const { waitFor, waitUntil } = vi
vi.waitFor = (callback, options) => waitFor(callback, options ?? PATIENCE_MS)
vi.waitUntil = (callback, options) => waitUntil(callback, options ?? PATIENCE_MS)
