import { CircleAlert, Columns2, Download, FlaskConical, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { urls } from '../api/calls.ts'
import type { LeafView } from '../api/types.ts'
import { ADVICE, REASON } from '../lib/advice.ts'
import { count, duration, moment, upcoming, usd } from '../lib/format.ts'
import { href } from '../router.ts'
import { Button, ButtonLink } from './button.tsx'
import { CopyImage } from './copy-image.tsx'
import styles from './leaf-view.module.css'
import { LeafPicture } from './panes/leaf-picture.tsx'
import { PickButtons } from './pick-buttons.tsx'
import { SentPrompt } from './sent-prompt.tsx'
import { State } from './state.tsx'

/** One leaf, large: its picture, or why there is none, and everything known of it. */
export function LeafDetails({
  batchId,
  leaf,
  model,
  gone,
  again,
  onDelete,
  links,
}: {
  batchId: string
  leaf: LeafView
  /** Its label. */
  model: string
  gone: boolean
  /** What makes it again, where that can be. */
  again?: ReactNode
  /** Absent where its image cannot be deleted now. */
  onDelete?: (() => void) | undefined
  /** Further ways to go from here. */
  links?: ReactNode
}) {
  const url = gone ? undefined : leaf.imageUrl
  return (
    <div className={styles.view}>
      <div className={styles.stage}>
        {url === undefined ? (
          <Missing leaf={leaf} gone={gone} />
        ) : (
          <LeafPicture key={url} batchId={batchId} leaf={leaf} url={url} alt={`${leaf.title}, by ${model}`} />
        )}
      </div>
      <aside className={styles.side} aria-label="Details">
        <p className={styles.prompt} dir="auto">
          {leaf.title}
        </p>
        <Facts leaf={leaf} model={model} />
        <div className={styles.actions}>
          {url === undefined ? null : (
            <>
              <PickButtons batchId={batchId} leaf={leaf} />
              <CopyImage url={url} />
              <ButtonLink href={urls.download(url)} download>
                <Download aria-hidden="true" />
                Download
              </ButtonLink>
            </>
          )}
          <ButtonLink href={href(`/batches/${batchId}?compare=${leaf.promptIndex}`)}>
            <Columns2 aria-hidden="true" />
            Compare
          </ButtonLink>
          {again}
          {links}
          {url === undefined || onDelete === undefined ? null : (
            <Button look="danger" className={styles.wide} onClick={onDelete}>
              <Trash2 aria-hidden="true" />
              Delete
            </Button>
          )}
        </div>
        <SentPrompt batchId={batchId} leaf={leaf} />
      </aside>
    </div>
  )
}

/** Why a leaf has no picture. */
export function Missing({ leaf, gone }: { leaf: LeafView; gone: boolean }) {
  if (leaf.error !== undefined && leaf.state === 'failed')
    return (
      <div className={styles.missing}>
        <CircleAlert aria-hidden="true" className={styles.bad} />
        <h2>{REASON[leaf.error.kind]}</h2>
        <p>{leaf.error.message}</p>
        <p className={styles.advice}>{ADVICE[leaf.error.kind]}</p>
      </div>
    )
  return (
    <div className={styles.missing}>
      {gone || leaf.state === 'succeeded' ? (
        <p>This image was deleted.</p>
      ) : (
        <State state={leaf.phase ?? leaf.state} />
      )}
      {leaf.state === 'canceled' ? <p className={styles.advice}>{ADVICE.canceled}</p> : null}
    </div>
  )
}

/** What a cost is worked out by, where that is not the tokens alone. */
const WORKED_OUT = { usage: '', list: ', by list price', both: ', in part by list price' } as const

function Facts({ leaf, model }: { leaf: LeafView; model: string }) {
  const {
    fallbackFrom = [],
    attempts,
    queuedMs,
    durationMs,
    costUsd,
    costBy,
    atRiskUsd,
    reused,
    speed,
    steps,
    error,
  } = leaf
  const ran = attempts !== undefined && attempts > 0
  return (
    <dl className={styles.facts}>
      <Fact name="Model">{fallbackFrom.length > 0 ? leaf.model : model}</Fact>
      {fallbackFrom.map(({ model, error }) => (
        <Fact name="Instead of" key={model}>
          <span title={error?.message}>
            {model}
            {error === undefined ? null : `: ${REASON[error.kind]}`}
          </span>
        </Fact>
      ))}
      <Fact name="State">
        <State state={leaf.phase ?? leaf.state} />
      </Fact>
      {leaf.submittedAt === undefined ? null : <Fact name="Since">{moment(leaf.submittedAt)}</Fact>}
      {leaf.expectedBy === undefined ? null : <Fact name="Expected by">{upcoming(leaf.expectedBy)}</Fact>}
      {ran ? <Fact name="Attempts">{count(attempts)}</Fact> : null}
      {ran && queuedMs !== undefined ? <Fact name="Waited">{duration(queuedMs)}</Fact> : null}
      {ran && durationMs !== undefined ? <Fact name="Ran">{duration(durationMs)}</Fact> : null}
      {ran && steps !== undefined ? <Steps steps={steps} /> : null}
      {costUsd === undefined ? null : (
        <Fact name="Cost">
          {costUsd === null ? 'no known price' : usd(costUsd) + WORKED_OUT[costBy ?? 'usage']}
          {speed === undefined ? null : ', half price'}
          {reused === undefined ? null : (
            <span title={`It was leaf ${reused.leafId} of batch ${reused.batchId}`}>, reused</span>
          )}
        </Fact>
      )}
      {atRiskUsd === undefined ? null : (
        <Fact name="At risk">{atRiskUsd === null ? 'no known price' : usd(atRiskUsd)}</Fact>
      )}
      {error?.status === undefined ? null : <Fact name="Status">HTTP {error.status}</Fact>}
      {leaf.outputs?.map(({ name, format, width, height, url }) => (
        <Fact name="Also" key={url}>
          <a href={url} target="_blank" rel="noreferrer">
            {`${name}, ${width}×${height} ${format}`}
          </a>
        </Fact>
      ))}
      {leaf.warnings?.map(warning => (
        <Fact name="Note" key={warning}>
          {warning}
        </Fact>
      ))}
      {leaf.simulated ? (
        <Fact name="Source">
          <span className={styles.simulated}>
            <FlaskConical aria-hidden="true" />
            simulated
          </span>
        </Fact>
      ) : null}
    </dl>
  )
}

/** The steps of a leaf, in their order; one that is not known here comes first. */
const STEPS = ['reuse', 'generate', 'keep', 'compose', 'upload', 'record']

function Steps({ steps }: { steps: Readonly<Record<string, number>> }) {
  return Object.entries(steps)
    .filter(([, ms]) => ms >= 1)
    .sort(([a], [b]) => STEPS.indexOf(a) - STEPS.indexOf(b))
    .map(([name, ms]) => (
      <div key={name} className={styles.step}>
        <dt>{name}</dt>
        <dd>{ms < 1000 ? `${ms} ms` : duration(ms)}</dd>
      </div>
    ))
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
