import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './precompress.ts'

/** Paths of the API. The page itself lives behind `#`, so none of its addresses can be one of these. */
const API_PATHS = [
  '/batches',
  '/fonts',
  '/healthz',
  '/images',
  '/limits',
  '/logos',
  '/models',
  '/outputs',
  '/presets',
  '/preview.jpg',
  '/references',
  '/session',
  '/styles',
  '/templates',
  '/usage',
]

const proxy = Object.fromEntries(API_PATHS.map(path => [path, 'http://127.0.0.1:8080']))

export default defineConfig({
  plugins: [react(), precompress()],
  // A proxy may show the page under any path: its files are found from where it is.
  base: './',
  server: { proxy },
  build: {
    target: 'baseline-widely-available',
    // The content security policy allows files of our own only, no data: URLs.
    assetsInlineLimit: 0,
    manifest: true,
  },
})
