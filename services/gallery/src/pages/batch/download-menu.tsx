import { Menu } from '@base-ui/react/menu'
import { ChevronDown, Download } from 'lucide-react'
import { urls } from '../../api/calls.ts'
import { count } from '../../lib/format.ts'
import { countShown } from '../../lib/sheet-filter.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { usePickOf } from '../../state/picks.ts'
import { Button } from '../../ui/button.tsx'
import styles from './download-menu.module.css'
import { printSheet } from './print.ts'

/** What of a batch can be taken along. */
export function DownloadMenu({ batch: { view, leaves } }: { batch: LiveBatch }) {
  const pickOf = usePickOf(view.id)
  const { picked } = countShown(leaves, pickOf)
  const links = [
    ...(picked === 0
      ? []
      : [
          {
            name: `Picks, ${count(picked)}`,
            note: 'A file a prompt, in a zip',
            url: urls.archive(view.id, { pick: 'picked', names: 'prompt' }),
          },
        ]),
    ...(view.counts.succeeded === 0
      ? []
      : [
          { name: 'All images', note: 'Zip', url: urls.archive(view.id) },
          { name: 'Contact sheet', note: 'JPEG', url: urls.sheet(view.id), opens: true },
        ]),
    { name: 'Results', note: 'CSV, a row an image', url: urls.results(view.id, 'csv') },
    { name: 'Results', note: 'JSON, a line an image', url: urls.results(view.id, 'jsonl') },
  ]
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button>
            <Download aria-hidden="true" />
            Download
            <ChevronDown aria-hidden="true" />
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className={styles.positioner ?? ''}>
          <Menu.Popup className={styles.menu ?? ''}>
            <Menu.Item className={styles.item ?? ''} onClick={() => void printSheet()}>
              <span>Print</span>
              <span className={styles.note}>All of the sheet, on paper or as PDF</span>
            </Menu.Item>
            {links.map(({ name, note, url, opens }) => (
              <Menu.LinkItem
                key={url}
                className={styles.item ?? ''}
                href={url}
                closeOnClick
                {...(opens ? { target: '_blank', rel: 'noreferrer' } : { download: '' })}
              >
                <span>{name}</span>
                <span className={styles.note}>{note}</span>
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
