import { useEffect, useState } from 'react'
import { locked } from '../api/http.ts'
import { createStore, type Store, useStore } from '../lib/store.ts'
import { BatchConnection, type Live } from './connection.ts'

const NOTHING: Store<Live> = createStore<Live>({ hearing: 'connecting' })

/** Follows a batch while the component is there. */
export function useLiveBatch(id: string): Live & { connection: BatchConnection | undefined } {
  const [connection, setConnection] = useState<BatchConnection>()
  useEffect(() => {
    const opened = new BatchConnection(id)
    setConnection(opened)
    const unlocked = locked.subscribe(() => {
      if (!locked.get()) opened.restart()
    })
    return () => {
      unlocked()
      opened.close()
    }
  }, [id])
  const live = useStore(connection?.live ?? NOTHING)
  return { ...live, connection }
}
