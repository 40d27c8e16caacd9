import '@fontsource-variable/inter/index.css'
import './style/tokens.css'
import './style/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from './api/http.ts'
import { App } from './app.tsx'
import { prefetchPages } from './pages/pages.ts'
import { followTheme } from './state/theme.ts'
import { refuseStrayDrops } from './ui/file-drop.ts'
import { PageNotLoaded } from './ui/lazy-page.tsx'

/** What the API refused, it refuses again: only outages are worth another try. */
const retry = (tries: number, error: Error) =>
  !(error instanceof ApiProblem && error.status < 500) && tries < 2

const queries = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 5_000 } } })

followTheme()
refuseStrayDrops()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element "root".')
createRoot(root, {
  onCaughtError(error) {
    // That something did not come, the browser has said already.
    if (!(error instanceof PageNotLoaded)) console.error(error)
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
prefetchPages()
