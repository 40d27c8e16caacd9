import { locked } from '../api/http.ts'
import { useStore } from '../lib/store.ts'
import { PageCode } from './lazy-page.tsx'
import { LazyPart } from './lazy-part.tsx'

const code = new PageCode('session', () => import('./session-dialog.tsx'))

/** Asks for a token when the API wants one. */
export function Session() {
  return useStore(locked) ? <LazyPart code={code} show={{}} /> : null
}
