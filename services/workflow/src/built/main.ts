// The entry of the built service, see ../../build.ts.
import './compiled.ts'

await import('../main.ts')
