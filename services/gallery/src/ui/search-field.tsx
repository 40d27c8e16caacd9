import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useAddress } from '../router.ts'
import field from './field.module.css'
import styles from './search-field.module.css'

/** How long somebody pauses before what they wrote is searched for, in milliseconds. */
const PAUSE_MS = 250

/** Words to search for, which stand in the address as `q`. */
export function SearchField({ label, placeholder }: { label: string; placeholder: string }) {
  const [search, change] = useAddress()
  const asked = search.get('q') ?? ''
  const [written, setWritten] = useState(asked)
  /** What this put into the address; anything else there came by a link, or by going back. */
  const put = useRef(asked)
  useEffect(() => {
    if (asked === put.current) return
    put.current = asked
    setWritten(asked)
  }, [asked])

  const latest = useRef(change)
  latest.current = change
  useEffect(() => {
    if (written.trim() === put.current) return
    const timer = setTimeout(() => {
      put.current = written.trim()
      latest.current({ q: put.current }, { replace: true })
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [written])

  return (
    <label className={styles.search}>
      <Search aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
      <input
        type="search"
        className={field.input}
        placeholder={placeholder}
        value={written}
        maxLength={200}
        dir="auto"
        onChange={event => setWritten(event.target.value)}
      />
    </label>
  )
}
