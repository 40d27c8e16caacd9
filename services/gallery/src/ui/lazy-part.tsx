import { Suspense } from 'react'
import { LazyPage, type PageCode } from './lazy-page.tsx'

/** A part of a page that comes when it is first shown. Until then there is nothing in its place, and all else stays. */
export function LazyPart<Props extends object>({ code, show }: { code: PageCode<Props>; show: Props }) {
  return (
    <Suspense fallback={null}>
      <LazyPage code={code} show={show} />
    </Suspense>
  )
}
