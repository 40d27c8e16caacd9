/**
 * How many pictures are in the making at once, and a thread for each. libuv reads the environment once, when a thread of
 * its pool is first needed, which is after all imports of a service: import this before anything is read or awaited, or
 * rather import `sharp.ts`, which does.
 */
import { availableParallelism } from 'node:os'

/**
 * One per core, and one more for the moments a picture spends on the main thread. Past that only memory grows: by some
 * 10 MB each, 20 MB for 17 million pixels, and 4 bytes a pixel for an interlaced PNG or a progressive JPEG.
 *
 * Several outputs share an original that is decoded, 3 bytes a pixel, and take turns with one canvas beside it: 15 MB each for
 * `og` and `square`, 30 MB with `story` and `wide`. Only a whole original is decoded whatever its size: 50 MB for 17 million
 * pixels.
 */
export const PICTURES_AT_ONCE = availableParallelism() + 1

/** Threads that are left for files and names of hosts. Without a word libuv has as many for pictures and all. */
const OTHER_THREADS = 4

// A picture holds its thread for tens of milliseconds, a large one for half a second, while others wait for a file.
process.env.UV_THREADPOOL_SIZE ??= String(PICTURES_AT_ONCE + OTHER_THREADS)
