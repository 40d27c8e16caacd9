import { useEffect, useState } from 'react'

const TICK_MS = 200

/** The clock of `performance.now()`, in milliseconds, followed while something runs. */
export function useNow(runs: boolean): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setNow(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [runs])
  return now
}
