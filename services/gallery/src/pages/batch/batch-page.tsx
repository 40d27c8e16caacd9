import { FileQuestion, ServerCrash } from 'lucide-react'
import { type CSSProperties, useEffect } from 'react'
import { savesData, whenIdle } from '../../lib/idle.ts'
import type { BatchConnection, Live } from '../../live/connection.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { useLiveBatch } from '../../live/use-live-batch.ts'
import { href, useAddress } from '../../router.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PageCode } from '../../ui/lazy-page.tsx'
import { LazyPart } from '../../ui/lazy-part.tsx'
import { Message } from '../../ui/message.tsx'
import { BatchHead } from './batch-head.tsx'
import styles from './batch-page.module.css'
import { PrintSheet } from './print-sheet.tsx'
import { Sheet } from './sheet.tsx'
import { Timeline } from './timeline.tsx'
import { type ShownBatch, useShown } from './use-shown.ts'

const leafDialog = new PageCode('leaf', () => import('./leaf-dialog.tsx'))
const comparison = new PageCode('comparison', () => import('./compare.tsx'))

export default function BatchPage({ id }: { id: string }) {
  const { batch, hearing, problem, connection } = useLiveBatch(id)
  useTitle(batch)

  if (problem?.status === 404)
    return (
      <Message
        icon={FileQuestion}
        title="There is no such batch"
        actions={
          <>
            <ButtonLink look="primary" href={href('/batches')}>
              All batches
            </ButtonLink>
            <ButtonLink href={href('/')}>New batch</ButtonLink>
          </>
        }
      >
        Nothing is stored under <code>{id}</code>. The address may be cut short, or from another system.
      </Message>
    )
  if (batch === undefined)
    return problem === undefined || problem.status === 401 ? (
      <Loading />
    ) : (
      <Message
        icon={ServerCrash}
        title="The batch cannot be shown"
        actions={<ButtonLink href={href('/batches')}>All batches</ButtonLink>}
      >
        {problem.message}
      </Message>
    )

  return <ShownPage batch={batch} hearing={hearing} connection={connection} />
}

function ShownPage({
  batch,
  hearing,
  connection,
}: Pick<Live, 'hearing'> & { batch: LiveBatch; connection: BatchConnection | undefined }) {
  const shown = useShown(batch)
  useEffect(() => {
    if (savesData()) return
    // An image that is clicked opens at once.
    whenIdle(() => void leafDialog.prefetch().then(() => comparison.prefetch()))
  }, [])
  return (
    <>
      <div className={styles.page} style={digits(batch.view.prompts.length)}>
        <BatchHead batch={batch} picks={shown.picks} hearing={hearing} connection={connection} />
        <div className={styles.panes}>
          <Sheet batch={batch} shown={shown} />
          <Timeline batch={batch} />
        </div>
        <Opened batch={batch} shown={shown} connection={connection} />
      </div>
      <PrintSheet batch={batch} shown={shown} />
    </>
  )
}

/** What the address has open on top of the sheet. */
function Opened({
  batch,
  shown,
  connection,
}: {
  batch: LiveBatch
  shown: ShownBatch
  connection: BatchConnection | undefined
}) {
  const [search] = useAddress()
  const leaf = search.get('leaf')
  const compare = search.get('compare')
  if (leaf !== null) return <LazyPart code={leafDialog} show={{ batch, shown, leafId: leaf, connection }} />
  if (compare !== null) return <LazyPart code={comparison} show={{ batch }} />
  return null
}

/** Room for the numbers of the prompts. */
function digits(prompts: number): CSSProperties {
  return { '--digits': String(prompts).length } as CSSProperties
}

function Loading() {
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">Loading the batch</span>
      <div />
      <div />
    </div>
  )
}

function useTitle(batch: LiveBatch | undefined): void {
  const { counts, name, prompts } = batch?.view ?? {}
  const settled = counts && counts.succeeded + counts.failed + counts.canceled
  const share = counts === undefined || settled === counts.total ? '' : `${settled}/${counts.total} · `
  const title = `${share}${name ?? prompts?.[0] ?? 'Batch'} · Contactsheet`
  useEffect(() => {
    document.title = title
    return () => {
      document.title = 'Contactsheet'
    }
  }, [title])
}
