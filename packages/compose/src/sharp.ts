/** The sharp everybody here draws with: our fonts, our threads, and settings for many small pictures at a time. */
import './fontconfig.ts'
import './threads.ts'
import sharp from 'sharp'

// Every picture is new, so libvips' cache of operations would only hold memory.
sharp.cache(false)
// Parallel pictures use the cores better than parallel strips of one picture.
sharp.concurrency(1)

export default sharp
