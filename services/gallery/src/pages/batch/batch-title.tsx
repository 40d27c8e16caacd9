import { Tag } from 'lucide-react'
import type { BatchView } from '../../api/types.ts'
import { count } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { LabelButton } from '../../ui/label-button.tsx'
import { Tags } from '../../ui/tags.tsx'
import styles from './batch-head.module.css'

/** What a batch is called, or else its first prompt, and how to call it otherwise. */
export function BatchTitle({ view, onChange }: { view: BatchView; onChange: () => void }) {
  const { name, tags = [], prompts } = view
  const [first = '', ...more] = prompts
  const rest = more.length > 0 ? <span className={styles.more}> and {count(more.length)} more</span> : null
  return (
    <>
      <div className={styles.line}>
        <h1 className={styles.title} title={name ?? first}>
          <bdi>{name ?? first}</bdi>
          {name === undefined ? rest : null}
        </h1>
        <LabelButton
          batch={view}
          onSaved={onChange}
          trigger={
            <Button look="quiet" icon aria-label="Name and tags" title="Name and tags">
              <Tag aria-hidden="true" />
            </Button>
          }
        />
      </div>
      {name === undefined ? null : (
        <p className={styles.prompts}>
          <bdi>{first}</bdi>
          {rest}
        </p>
      )}
      {tags.length > 0 ? <Tags tags={tags} /> : null}
    </>
  )
}
