import { registerHooks } from 'node:module'

// Preloaded into processes of tests: lets them find a Render SDK, which cannot be installed here.
const STAND_INS = { '@renderinc/sdk': './sdk.ts', '@renderinc/sdk/workflows': './sdk-workflows.ts' }

registerHooks({
  resolve(specifier, context, next) {
    const standIn = STAND_INS[specifier]
    if (standIn === undefined) return next(specifier, context)
    return { url: new URL(standIn, import.meta.url).href, shortCircuit: true }
  },
})
