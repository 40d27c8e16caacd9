import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { api, type ImageFilter } from '../../api/calls.ts'
import { label, moment } from '../../lib/format.ts'
import { useAddress } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import { SearchField } from '../../ui/search-field.tsx'
import styles from './filters.module.css'

const STATES = ['succeeded', 'failed', 'canceled', 'running', 'queued']
const PICKS = [
  { value: 'picked', name: 'Picked' },
  { value: 'rejected', name: 'Rejected' },
  { value: 'none', name: 'Neither' },
]
const NAMES = ['batch', 'model', 'style', 'state', 'pick'] as const
type Name = (typeof NAMES)[number]
const ANY: Readonly<Record<Exclude<Name, 'state'>, string>> = {
  batch: 'All batches',
  model: 'Any model',
  style: 'Any style',
  pick: 'Picked or not',
}

/** The filter in an address. Finished images unless it says otherwise. */
export function filterOf(search: URLSearchParams): ImageFilter {
  const filter: ImageFilter = { state: 'succeeded' }
  for (const name of [...NAMES, 'q'] as const) {
    const value = search.get(name)
    if (value !== null && value !== '') filter[name] = value
  }
  return filter
}

export function Filters({ filter }: { filter: ImageFilter }) {
  const [search, change] = useAddress()
  const catalog = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const batches = useQuery({
    queryKey: ['batches', 'newest'],
    queryFn: ({ signal }) => api.batches(undefined, signal),
  })
  const options: Record<Name, { value: string; name: string }[]> = {
    batch: (batches.data?.batches ?? []).map(batch => ({
      value: batch.id,
      // Isolated, so that words which run from right to left leave the date where it is.
      name: `\u2068${(batch.name ?? batch.prompts[0])?.slice(0, 48)}\u2069 (${moment(batch.createdAt)})`,
    })),
    model: (catalog.data?.models ?? []).map(model => ({ value: model.id, name: model.label })),
    style: (catalog.data?.styles ?? []).map(({ id }) => ({ value: id, name: label(id) })),
    state: STATES.map(state => ({ value: state, name: label(state) })),
    pick: PICKS,
  }

  return (
    <fieldset className={styles.filters}>
      <legend className="visually-hidden">Filters</legend>
      <SearchField label="Search the images" placeholder="Search titles, prompts, names" />
      {NAMES.map(name => {
        const value = filter[name] ?? ''
        const known = options[name].some(option => option.value === value) || value === ''
        return (
          <select
            key={name}
            className={field.select}
            aria-label={label(name)}
            value={value}
            onChange={event => change({ [name]: event.target.value })}
          >
            {name === 'state' ? null : <option value="">{ANY[name]}</option>}
            {known ? null : <option value={value}>{value}</option>}
            {options[name].map(option => (
              <option key={option.value} value={option.value}>
                {option.name}
              </option>
            ))}
          </select>
        )
      })}
      {[...NAMES, 'q'].some(name => search.has(name)) ? (
        <Button
          look="quiet"
          onClick={() => change(Object.fromEntries([...NAMES, 'q'].map(name => [name, undefined])))}
        >
          <X aria-hidden="true" />
          Clear
        </Button>
      ) : null}
    </fieldset>
  )
}
