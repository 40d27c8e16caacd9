import { Keyboard, Search, SquareCheck, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { count } from '../../lib/format.ts'
import { filters, type SheetFilter } from '../../lib/sheet-filter.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { useAddress } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import { KeyList } from '../../ui/key-list.tsx'
import { SHEET_KEYS } from './sheet-keys.ts'
import styles from './sheet-tools.module.css'
import { Zoom } from './zoom.tsx'

/** How long to wait for another letter before the sheet shows what has the words, in milliseconds. */
const PAUSE_MS = 150

/** What the sheet shows, and how large. */
export function SheetTools({
  view,
  filter,
  shown,
  zoom,
  onZoom,
  onSelect,
}: {
  view: LiveBatch['view']
  filter: SheetFilter
  /** How many leaves are; undefined: all. */
  shown: number | undefined
  zoom: number | undefined
  onZoom: (zoom: number | undefined) => void
  /** Images are to be selected; undefined: they are already. */
  onSelect: (() => void) | undefined
}) {
  const [search, change] = useAddress()
  return (
    <div className={styles.tools}>
      <Words
        value={search.get('q') ?? ''}
        onChange={words => change({ q: words.trim() === '' ? undefined : words }, { replace: true })}
      />
      {view.models.length > 1 ? (
        <select
          className={field.select}
          aria-label="Model"
          value={filter.model ?? ''}
          onChange={event => change({ model: event.target.value }, { replace: true })}
        >
          <option value="">All models</option>
          {view.models.map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </select>
      ) : null}
      <span className={styles.shown} role="status">
        {shown === undefined ? '' : `${count(shown)} of ${count(view.counts.total)}`}
      </span>
      {filters(filter) ? (
        <Button
          look="quiet"
          onClick={() => change({ show: undefined, model: undefined, q: undefined }, { replace: true })}
        >
          <X aria-hidden="true" />
          Show all
        </Button>
      ) : null}
      {onSelect === undefined ? null : (
        <Button look="quiet" icon className={styles.select} aria-label="Select images" onClick={onSelect}>
          <SquareCheck aria-hidden="true" />
        </Button>
      )}
      <Keys />
      <Zoom value={zoom} onChange={onZoom} />
    </div>
  )
}

function Keys() {
  return (
    <details className={styles.keys}>
      <summary title="What keys do">
        <Keyboard aria-hidden="true" />
        <span className="visually-hidden">What keys do</span>
      </summary>
      <KeyList keys={SHEET_KEYS} />
    </details>
  )
}

/** The words that leaves are to have. The field is ahead of the address by a moment, so that typing never waits. */
function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <label className={styles.words}>
      <Search aria-hidden="true" />
      <span className="visually-hidden">Search prompts and titles</span>
      <input
        type="search"
        dir="auto"
        className={field.input}
        placeholder="Search prompts"
        value={typed}
        onChange={event => setTyped(event.target.value)}
      />
    </label>
  )
}
