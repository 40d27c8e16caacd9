import { useCallback, useState } from 'react'
import type { Size } from '../lib/zoom.ts'

/**
 * Size of an element's content, in CSS pixels; undefined until it is there, and the last it had while it is hidden. Give the
 * first to its `ref`.
 */
export function useSize(): [(element: HTMLElement | null) => (() => void) | undefined, Size | undefined] {
  const [size, setSize] = useState<Size>()
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {}
      if (width > 0 && height > 0) setSize({ width, height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
