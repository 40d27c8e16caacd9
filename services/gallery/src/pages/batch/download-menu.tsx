import { ChevronDown, Download } from 'lucide-react'
import { urls } from '../../api/calls.ts'
import type { BatchView } from '../../api/types.ts'
import { count } from '../../lib/format.ts'
import type { PickCounts } from '../../lib/sheet-filter.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import styles from './download-menu.module.css'
import { printSheet } from './print.ts'

/** What of a batch can be taken along. */
export function DownloadMenu({ view, picks: { picked } }: { view: BatchView; picks: PickCounts }) {
  return (
    <Disclosure
      trigger={
        <Button>
          <Download aria-hidden="true" />
          Download
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {picked === 0 ? null : (
        <Item
          name={`Picks, ${count(picked)}`}
          note="A file a prompt, in a zip"
          url={urls.archive(view.id, { pick: 'picked', names: 'prompt' })}
        />
      )}
      {view.counts.succeeded === 0 ? null : (
        <>
          <Item name="All images" note="Zip" url={urls.archive(view.id)} />
          <Item name="Contact sheet" note="JPEG" url={urls.sheet(view.id)} opens />
        </>
      )}
      <Item name="Results" note="CSV, a row an image" url={urls.results(view.id, 'csv')} />
      <Item name="Results" note="JSON, a line an image" url={urls.results(view.id, 'jsonl')} />
      <li>
        <button type="button" onClick={() => void printSheet()}>
          <span>Print</span>
          <span className={styles.note}>All of the sheet, or PDF</span>
        </button>
      </li>
    </Disclosure>
  )
}

function Item({
  name,
  note,
  url,
  opens = false,
}: {
  name: string
  note: string
  url: string
  /** In another tab, in place of being downloaded. */
  opens?: boolean
}) {
  return (
    <li>
      <a href={url} {...(opens ? { target: '_blank', rel: 'noreferrer' } : { download: '' })}>
        <span>{name}</span>
        <span className={styles.note}>{note}</span>
      </a>
    </li>
  )
}
