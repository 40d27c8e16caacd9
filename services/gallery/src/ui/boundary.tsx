import { CloudOff, OctagonAlert } from 'lucide-react'
import { Component, type ReactNode, useEffect } from 'react'
import { reachable } from '../api/http.ts'
import { useStore } from '../lib/store.ts'
import { Button } from './button.tsx'
import { PageNotLoaded } from './lazy-page.tsx'
import { Message } from './message.tsx'

/**
 * Shows what happened in place of a page that failed, while all around it stays. Give it the address as its key: another
 * page begins without the failure of this one.
 */
export class Boundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown) {
    if (error instanceof PageNotLoaded) error.forget()
  }

  readonly #again = () => this.setState({ error: undefined })

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <div role="alert">
        {error instanceof PageNotLoaded ? (
          <NotLoaded onAgain={this.#again} />
        ) : (
          <Failed error={error} onAgain={this.#again} />
        )}
      </div>
    )
  }
}

function NotLoaded({ onAgain }: { onAgain: () => void }) {
  const there = useStore(reachable)
  useEffect(() => reachable.subscribe(() => reachable.get() && onAgain()), [onAgain])
  return (
    <Message icon={CloudOff} title="This page could not be loaded" actions={<Ways onAgain={onAgain} />}>
      {there
        ? 'The server answers, but not with this part of the page. It may be changing to another version.'
        : 'The server does not answer. The page comes by itself once it does.'}
    </Message>
  )
}

function Failed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  return (
    <Message icon={OctagonAlert} title="This page has failed" actions={<Ways onAgain={onAgain} />}>
      It is a fault of the page, which says: {error instanceof Error ? error.message : String(error)}
    </Message>
  )
}

function Ways({ onAgain }: { onAgain: () => void }) {
  return (
    <>
      <Button look="primary" onClick={onAgain}>
        Try again
      </Button>
      <Button onClick={() => location.reload()}>Reload</Button>
    </>
  )
}
