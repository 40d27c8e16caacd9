import { savesData, whenIdle } from '../lib/idle.ts'
import { PageCode } from '../ui/lazy-page.tsx'

export const batchPage = new PageCode('batch', () => import('./batch/batch-page.tsx'))
export const batchesPage = new PageCode('batches', () => import('./batches/batches-page.tsx'))
export const imagesPage = new PageCode('images', () => import('./images/images-page.tsx'))

/** Loads the code of the pages, one after the other while the browser is idle, so that a click need not wait for it. */
export function prefetchPages(): void {
  if (savesData()) return
  const pages = [batchPage, batchesPage, imagesPage]
  const next = () => {
    const page = pages.shift()
    if (page === undefined) return
    whenIdle(() => void page.prefetch().then(next))
  }
  next()
}
