// Builds the service into `dist`, for Render, where every leaf is a process of its own: finding, reading and compiling a
// thousand modules one by one takes longer than making a picture. Their code goes into a few files, which are compiled here.
import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'rolldown'

const entry = fileURLToPath(new URL('src/built/main.ts', import.meta.url))
const dist = fileURLToPath(new URL('dist', import.meta.url))

/** Fonts, native code and the Render SDK are found from the module that asks for them: for it nothing has moved. */
const inPlace: Plugin = {
  name: 'in-place',
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) =>
      code.replaceAll(
        'import.meta.url',
        `new URL(${JSON.stringify(relative(dist, id))}, import.meta.url).href`,
      ),
  },
}

const { output } = await build({
  input: entry,
  platform: 'node',
  plugins: [inPlace],
  // Records tell how long each step took, by the names of functions.
  output: { dir: dist, cleanDir: true, keepNames: true },
})

// A dry start, which loads every file: what was compiled is written to the cache when it ends. And what cannot be loaded
// on this machine, the Render SDK for one, fails the build and not the first batch.
const files = ['main.js', ...output.map(({ fileName }) => fileName)]
const dryStart = files.map(file => `await import(${JSON.stringify(`./${file}`)})`).join('\n')
const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', dryStart], {
  cwd: dist,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
