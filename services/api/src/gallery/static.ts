import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import files from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'

/** For files whose names change with their content. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** For all others: asked for anew each time, and sent only if changed. */
const REVALIDATE = 'public, no-cache'

const NO_PAGE = `Contactsheet's API answers here. Its page is not built: run "pnpm --filter @contactsheet/gallery build"
and start the API again. Without it: /docs shows every call, /batches the batches there are.
`

/**
 * The gallery's page, open to all: it holds no data. Its files are looked up once, each becomes a route of its own, and
 * nothing else of the folder's surroundings can be reached.
 *
 * @param options `folder`: the built page; undefined, or a folder without `index.html`, if there is none
 */
export const staticRoutes: FastifyPluginAsync<{ folder: string | undefined }> = async (app, { folder }) => {
  app.addHook('onRoute', route => {
    route.config = { ...route.config, open: true }
  })
  if (folder === undefined || !existsSync(join(folder, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(NO_PAGE),
    )
    return
  }
  await app.register(files, {
    root: folder,
    wildcard: false,
    // The build's own list of its files; and what it compressed, which is sent in place of what it was made of.
    globIgnore: ['.vite/**', '**/*.br', '**/*.gz'],
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? IMMUTABLE : REVALIDATE)
    },
  })
}
