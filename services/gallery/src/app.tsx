import { Compass } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Route, Router, Switch } from 'wouter'
import { NewBatchPage } from './pages/new/new-batch-page.tsx'
import { href, useHashPath, useHashSearch } from './router.ts'
import { ButtonLink } from './ui/button.tsx'
import { Header } from './ui/header.tsx'
import { Message } from './ui/message.tsx'
import { Outage } from './ui/outage.tsx'
import { Session } from './ui/session.tsx'
import { Toaster } from './ui/toaster.tsx'

const BatchPage = lazy(() => import('./pages/batch/batch-page.tsx'))
const BatchesPage = lazy(() => import('./pages/batches/batches-page.tsx'))
const ImagesPage = lazy(() => import('./pages/images/images-page.tsx'))

export function App() {
  return (
    <Router hook={useHashPath} searchHook={useHashSearch} hrefs={href}>
      <Header />
      <Outage />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={null}>
          <Switch>
            <Route path="/" component={NewBatchPage} />
            <Route path="/batches" component={BatchesPage} />
            <Route path="/batches/:id">{({ id }) => <BatchPage key={id} id={id} />}</Route>
            <Route path="/images" component={ImagesPage} />
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
      </main>
      <Session />
      <Toaster />
    </Router>
  )
}
