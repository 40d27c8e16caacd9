import { Compass } from 'lucide-react'
import { Suspense } from 'react'
import { Route, Router, Switch } from 'wouter'
import { NewBatchPage } from './pages/new/new-batch-page.tsx'
import { batchesPage, batchPage, imagesPage } from './pages/pages.ts'
import { href, useHashPath, useHashSearch } from './router.ts'
import { Boundary } from './ui/boundary.tsx'
import { ButtonLink } from './ui/button.tsx'
import { Header } from './ui/header.tsx'
import { LazyPage } from './ui/lazy-page.tsx'
import { Message } from './ui/message.tsx'
import { Outage } from './ui/outage.tsx'
import { Session } from './ui/session.tsx'
import { Toaster } from './ui/toaster.tsx'

export function App() {
  const [path] = useHashPath()
  return (
    <Router hook={useHashPath} searchHook={useHashSearch} hrefs={href}>
      <Header />
      <Outage />
      <main id="main" tabIndex={-1}>
        <Boundary key={path}>
          <Suspense fallback={null}>
            <Switch>
              <Route path="/" component={NewBatchPage} />
              <Route path="/batches">
                <LazyPage code={batchesPage} show={{}} />
              </Route>
              <Route path="/batches/:id">
                {({ id }) => <LazyPage key={id} code={batchPage} show={{ id }} />}
              </Route>
              <Route path="/images">
                <LazyPage code={imagesPage} show={{}} />
              </Route>
              <Route>
                <Message
                  icon={Compass}
                  title="There is no such page"
                  actions={<ButtonLink href={href('/batches')}>All batches</ButtonLink>}
                >
                  The address may be from an older version, or cut short.
                </Message>
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <Session />
      <Toaster />
    </Router>
  )
}
