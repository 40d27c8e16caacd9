import { registerHooks } from 'node:module'

// Preloaded into processes of tests: says on standard error what they load.
registerHooks({
  load(url, context, next) {
    process.stderr.write(`loaded ${url}\n`)
    return next(url, context)
  },
})
