import { Archive, CopyPlus, Grid2x2, OctagonX, RotateCcw } from 'lucide-react'
import { api, urls } from '../../api/calls.ts'
import { count, label, moment, plural, usd } from '../../lib/format.ts'
import { requestOf } from '../../lib/outputs.ts'
import type { BatchConnection, Hearing } from '../../live/connection.ts'
import { isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { navigate } from '../../router.ts'
import { draftFrom } from '../../state/draft.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Notice } from '../../ui/notice.tsx'
import { State } from '../../ui/state.tsx'
import { toasts } from '../../ui/toaster.tsx'
import styles from './batch-head.module.css'
import { CountsBar } from './counts-bar.tsx'

interface HeadProps {
  batch: LiveBatch
  hearing: Hearing
  connection: BatchConnection | undefined
}

export function BatchHead({ batch, hearing, connection }: HeadProps) {
  const { view } = batch
  const [first, ...more] = view.prompts
  return (
    <div className={styles.head}>
      <div className={styles.top}>
        <div className={styles.names}>
          <h1 className={styles.title} title={first}>
            {first}
            {more.length > 0 ? <span className={styles.more}> and {count(more.length)} more</span> : null}
          </h1>
          <p className={styles.meta}>
            <State state={view.state} />
            <span>{moment(view.createdAt)}</span>
            <span>
              {plural(view.prompts.length, 'prompt')} × {plural(view.models.length, 'model')}
              {view.variations === undefined ? null : ` × ${plural(view.variations, 'variation')}`}
              {view.sample === undefined ? null : `, a sample of ${count(view.sample.images)}`}
            </span>
            <span>
              {label(view.style)}, {label(view.template).toLowerCase()}, {label(view.font)}
            </span>
            <Cost batch={batch} />
          </p>
        </div>
        <Actions batch={batch} connection={connection} />
      </div>
      <CountsBar counts={view.counts} />
      <div className={styles.notices}>
        {hearing === 'lost' ? (
          <Notice kind="warning" live>
            The connection is lost. Trying again; the batch runs on without this page.
          </Notice>
        ) : null}
        {view.simulated ? (
          <Notice kind="simulated">
            Simulated: an emulator made these images, no model was asked, nothing was paid
          </Notice>
        ) : null}
        <Warnings list={view.warnings} />
      </div>
      <p className="visually-hidden" role="status">
        {isSettled(view.state)
          ? `The batch has settled: ${view.counts.succeeded} succeeded, ${view.counts.failed} failed.`
          : ''}
      </p>
    </div>
  )
}

function Cost({ batch: { view } }: { batch: LiveBatch }) {
  const { actualUsd, estimateUsd, atRiskUsd } = view.cost
  const total = isSettled(view.state) ? usd(actualUsd) : `${usd(actualUsd)} of about ${usd(estimateUsd)}`
  return (
    <span className="tabular">
      cost {total}
      {atRiskUsd === undefined ? null : (
        <span title="For calls that brought no picture: the provider may have charged them all the same.">
          {' '}
          and {usd(atRiskUsd)} at risk
        </span>
      )}
    </span>
  )
}

function Warnings({ list }: { list: readonly string[] }) {
  if (list.length === 0) return null
  return (
    <Notice kind="info" className={styles.warnings}>
      <details>
        <summary>{plural(list.length, 'warning')}</summary>
        <ul>
          {list.map(warning => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </details>
    </Notice>
  )
}

function Actions({ batch: { view }, connection }: Omit<HeadProps, 'hearing'>) {
  const open = !isSettled(view.state)
  const again = view.counts.failed

  const act = async (deed: () => Promise<unknown>, then: () => void) => {
    try {
      await deed()
      then()
    } catch (error) {
      toasts.add({ title: error instanceof Error ? error.message : String(error), priority: 'high' })
    }
  }

  return (
    <div className={styles.actions}>
      {open ? (
        <Confirm
          trigger={
            <Button look="danger">
              <OctagonX aria-hidden="true" />
              Cancel
            </Button>
          }
          title="Cancel this batch?"
          deed="Cancel the batch"
          onConfirm={() =>
            void act(
              () => api.cancel(view.id),
              () => void connection?.sync(),
            )
          }
        >
          What has settled stays. Calls under way are cut off, and may still be charged by the provider.
        </Confirm>
      ) : null}
      {!open && again > 0 ? (
        <Button
          look="primary"
          onClick={() =>
            void act(
              () => api.retry(view.id),
              () => connection?.retried(),
            )
          }
        >
          <RotateCcw aria-hidden="true" />
          Retry failed
          <span className="tabular">{count(again)}</span>
        </Button>
      ) : null}
      <Button
        onClick={() => {
          draftFrom({
            prompts: view.prompts,
            models: [...new Set(view.models.map(model => model.id))],
            style: view.style,
            template: view.template,
            font: view.font,
            outputs: requestOf(view.outputs),
            title: view.title,
            titleSize: view.titleSize,
            theme: view.theme,
            language: view.language,
            kicker: view.kicker,
            subtitle: view.subtitle,
            byline: view.byline,
            logo: view.logo,
          })
          navigate('/')
        }}
      >
        <CopyPlus aria-hidden="true" />
        Use again
      </Button>
      {view.counts.succeeded > 0 ? (
        <>
          <ButtonLink href={urls.sheet(view.id)} target="_blank">
            <Grid2x2 aria-hidden="true" />
            Sheet
          </ButtonLink>
          <ButtonLink href={urls.archive(view.id)} download>
            <Archive aria-hidden="true" />
            Zip
          </ButtonLink>
        </>
      ) : null}
    </div>
  )
}
