import { type ReactNode, useState } from 'react'
import { count, label, moment, plural, upcoming, usd } from '../../lib/format.ts'
import { halfPrice, laneLine } from '../../lib/lane.ts'
import type { PickCounts } from '../../lib/sheet-filter.ts'
import type { BatchConnection, Hearing } from '../../live/connection.ts'
import { isSettled, type LiveBatch } from '../../live/live-batch.ts'
import { href } from '../../router.ts'
import { Notice } from '../../ui/notice.tsx'
import { State } from '../../ui/state.tsx'
import { Actions } from './actions.tsx'
import styles from './batch-head.module.css'
import { BatchTitle } from './batch-title.tsx'
import { CountsBar } from './counts-bar.tsx'
import { LostLeaves } from './mend/lost-leaves.tsx'
import { TellWhenDone } from './tell-when-done.tsx'

interface HeadProps {
  batch: LiveBatch
  picks: PickCounts
  hearing: Hearing
  connection: BatchConnection | undefined
}

export function BatchHead({ batch, picks, hearing, connection }: HeadProps) {
  const { view } = batch
  return (
    <div className={styles.head}>
      <div className={styles.top}>
        <div className={styles.names}>
          <BatchTitle view={view} onChange={() => void connection?.sync()} />
          <Meta>
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
            <Speed view={view} />
            {view.from === undefined ? null : (
              <a href={href(`/batches/${view.from}`)}>made from another batch</a>
            )}
            <TellWhenDone view={view} />
          </Meta>
        </div>
        <Actions batch={batch} picks={picks} connection={connection} />
      </div>
      <CountsBar view={view} picks={picks} />
      <div className={styles.notices}>
        {hearing === 'lost' ? (
          <Notice kind="warning" live>
            The connection is lost. Trying again; the batch runs on without this page.
          </Notice>
        ) : null}
        <Lane view={view} />
        {view.simulated ? (
          <Notice kind="simulated">
            Simulated
            <span className={styles.fuller}>
              : an emulator made these images, no model was asked, nothing was paid
            </span>
          </Notice>
        ) : null}
        <LostLeaves batch={batch} />
        <Words view={view} />
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

/** What is known of the batch, in a line. Where the page is narrow, what does not fit waits to be asked for. */
function Meta({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <div className={styles.known}>
      <p className={styles.meta} data-open={open}>
        {children}
      </p>
      <button type="button" className={styles.unfold} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Less' : 'More'}
      </button>
    </div>
  )
}

function Cost({ batch: { view } }: { batch: LiveBatch }) {
  const { actualUsd, estimateUsd, listUsd, atRiskUsd } = view.cost
  const total = isSettled(view.state) ? usd(actualUsd) : `${usd(actualUsd)} of about ${usd(estimateUsd)}`
  return (
    <span className="tabular">
      cost {total}
      {listUsd === undefined ? null : (
        <span title="The rest is by the tokens that answers told.">
          {' '}
          ({listUsd === actualUsd ? 'all' : usd(listUsd)} by list price)
        </span>
      )}
      {atRiskUsd === undefined ? null : (
        <span title="For calls that brought no picture: the provider may have charged them all the same.">
          {' '}
          and {usd(atRiskUsd)} at risk
        </span>
      )}
    </span>
  )
}

/** Whether it is made at half the price, and by when it is to be there. */
function Speed({ view }: { view: LiveBatch['view'] }) {
  const half = halfPrice(view)
  return (
    <>
      {half === undefined ? null : <span>{half}</span>}
      {view.deadline === undefined || isSettled(view.state) ? null : (
        <span>finish by {upcoming(view.deadline)}</span>
      )}
    </>
  )
}

/** What batch APIs have of it. */
function Lane({ view }: { view: LiveBatch['view'] }) {
  const line = laneLine(view)
  return line === undefined ? null : <Notice kind="info">{line}</Notice>
}

const WORDS = [
  { name: 'context', label: 'Context' },
  { name: 'extraPrompt', label: 'Extra prompt' },
] as const

/** What went to the models with every prompt. */
function Words({ view }: { view: LiveBatch['view'] }) {
  const said = WORDS.flatMap(({ name, label }) =>
    view[name] === undefined ? [] : [{ label, text: view[name] }],
  )
  if (said.length === 0) return null
  return (
    <Notice kind="info" className={styles.folded}>
      <details>
        <summary>
          {said.map(({ label }, index) => (index === 0 ? label : label.toLowerCase())).join(' and ')}
        </summary>
        <dl className={styles.words}>
          {said.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Notice>
  )
}

function Warnings({ list }: { list: readonly string[] }) {
  if (list.length === 0) return null
  return (
    <Notice kind="info" className={styles.folded}>
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
