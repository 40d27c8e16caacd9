import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// What the build has compiled is read and not compiled again. Where it is missing, or another Node's, it is left alone.
enableCompileCache({
  directory: fileURLToPath(new URL('../../dist/compiled', import.meta.url)),
  portable: true,
})
