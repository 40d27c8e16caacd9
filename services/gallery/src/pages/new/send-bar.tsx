import { count, plural, usd } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { firstFault } from './faults.ts'
import styles from './send-bar.module.css'
import type { NewBatch } from './use-new-batch.ts'

const MAC = /Mac|iP(hone|ad|od)/.test(navigator.userAgent)

/** What the batch would be, beside the button that makes it. */
export function SendBar({
  form,
  asked,
  goTo,
}: {
  form: NewBatch
  /** Whether somebody wanted to send it. */
  asked: boolean
  goTo: (field: string) => void
}) {
  const { prompts, models, values, ready, estimate, sending, problem } = form
  const fault = firstFault(form.faults)
  const data = ready ? estimate.data : undefined
  const all = prompts.length * (data?.models.length ?? models.length) * values.variations
  const images = data?.images ?? Math.min(all, Number(values.sample) || all)
  return (
    <div className={styles.bar}>
      {data !== undefined && data.warnings.length > 0 ? (
        <ul className={styles.warnings}>
          {data.warnings.map(warning => (
            <li key={warning}>
              <Notice kind="warning">{warning}</Notice>
            </li>
          ))}
        </ul>
      ) : null}
      <div className={styles.inner}>
        <p className={styles.estimate} aria-live="polite">
          {ready ? (
            <>
              <b>{plural(images, 'image')}</b>
              <span className={styles.sum}>
                {plural(prompts.length, 'prompt')} × {plural(data?.models.length ?? models.length, 'model')}
                {values.variations === 1 ? null : ` × ${plural(values.variations, 'variation')}`}
                {images < all ? `, a sample of ${count(all)}` : null}
              </span>
              {data === undefined ? null : <b data-testid="estimate">about {usd(data.estimateUsd)}</b>}
              {data?.estimateMostUsd === undefined ? null : (
                <span className={styles.sum}>
                  up to {usd(data.estimateMostUsd)}{' '}
                  {data.asapUsd === undefined || values.deadline === ''
                    ? 'where it falls back'
                    : 'with the deadline'}
                </span>
              )}
              {data?.reusable ? (
                <span
                  className={styles.sum}
                  title={`${usd(data.reusableUsd ?? 0)} of that is not paid again.`}
                >
                  {count(data.reusable)} there already
                </span>
              ) : null}
            </>
          ) : (
            <span className={asked ? styles.fault : styles.sum}>
              {prompts.length === 0 ? 'Write a prompt, or open a file.' : 'Choose a model.'}
            </span>
          )}
          {fault === undefined ? (
            problem && <span className={styles.fault}>{problem.message}</span>
          ) : (
            <button type="button" className={styles.fault} onClick={() => goTo(fault.field)}>
              {fault.words}
            </button>
          )}
          {sending.lost ? (
            <span className={styles.lost}>Not sent: the API cannot be reached. Your batch is kept here.</span>
          ) : null}
        </p>
        <Button look="primary" type="submit" className={styles.send} disabled={sending.busy}>
          {sending.busy
            ? 'Sending…'
            : ready
              ? `Make ${count(images)} ${images === 1 ? 'image' : 'images'}`
              : 'Make images'}
          <kbd className={styles.keys}>{MAC ? '⌘' : 'Ctrl'} ↵</kbd>
        </Button>
      </div>
    </div>
  )
}
