import { X } from 'lucide-react'
import type { BatchFilter } from '../../api/calls.ts'
import { label } from '../../lib/format.ts'
import { useAddress } from '../../router.ts'
import { Button } from '../../ui/button.tsx'
import field from '../../ui/field.module.css'
import { SearchField } from '../../ui/search-field.tsx'
import styles from './batches-page.module.css'

const STATES = ['queued', 'running', 'paused', 'succeeded', 'partial', 'failed', 'canceled']
const NAMES = ['q', 'state', 'tag'] as const

/** The filter in an address. */
export function filterOf(search: URLSearchParams): BatchFilter {
  const filter: BatchFilter = {}
  for (const name of NAMES) {
    const value = search.get(name)
    if (value !== null && value !== '') filter[name] = value
  }
  return filter
}

/** @param tags that the batches have which are loaded */
export function BatchFilters({ filter, tags }: { filter: BatchFilter; tags: readonly string[] }) {
  const [, change] = useAddress()
  const choices = [
    { name: 'state', any: 'Any state', options: STATES.map(value => ({ value, name: label(value) })) },
    { name: 'tag', any: 'Any tag', options: tags.map(value => ({ value, name: value })) },
  ] as const
  return (
    <search className={styles.filters}>
      <SearchField label="Search the batches" placeholder="Search names, tags, prompts" />
      {choices.map(({ name, any, options }) => {
        const value = filter[name] ?? ''
        if (name === 'tag' && options.length === 0 && value === '') return null
        return (
          <select
            key={name}
            className={field.select}
            aria-label={label(name)}
            value={value}
            onChange={event => change({ [name]: event.target.value })}
          >
            <option value="">{any}</option>
            {value === '' || options.some(option => option.value === value) ? null : (
              <option value={value}>{value}</option>
            )}
            {options.map(option => (
              <option key={option.value} value={option.value}>
                {option.name}
              </option>
            ))}
          </select>
        )
      })}
      {Object.keys(filter).length > 0 ? (
        <Button look="quiet" onClick={() => change(Object.fromEntries(NAMES.map(name => [name, undefined])))}>
          <X aria-hidden="true" />
          Clear
        </Button>
      ) : null}
    </search>
  )
}
