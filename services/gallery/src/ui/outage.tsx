import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/calls.ts'
import { reachable } from '../api/http.ts'
import { useStore } from '../lib/store.ts'
import { Notice } from './notice.tsx'
import styles from './outage.module.css'

/** How often to knock while there is no answer, in milliseconds. */
const KNOCK_MS = 2_500

/** Says that the API is out of reach, and notices when it is back. */
export function Outage() {
  const there = useStore(reachable)
  const queries = useQueryClient()
  useEffect(() => {
    if (there) return
    const timer = setInterval(async () => {
      // Its failure is known already; its success sets `reachable`.
      await api.health().catch(() => {})
      if (reachable.get()) await queries.invalidateQueries()
    }, KNOCK_MS)
    return () => clearInterval(timer)
  }, [there, queries])
  return (
    <div role="status" className={styles.outage}>
      {there ? null : (
        <Notice kind="bad">
          The API cannot be reached. Trying again every few seconds; nothing you typed is lost.
        </Notice>
      )}
    </div>
  )
}
