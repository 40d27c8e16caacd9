import { useEffect, useRef, useState } from 'react'

/**
 * Takes files that are dropped anywhere on the page, while the component is there.
 *
 * @param onFiles is told what they were dropped on, too
 * @returns whether some are held over the page
 */
export function useFileDrop(onFiles: (files: readonly File[], target: Element) => void): boolean {
  const [over, setOver] = useState(false)
  const take = useRef(onFiles)
  take.current = onFiles

  useEffect(() => {
    // Elements are left and entered one by one: as many more are entered as the files are inside of.
    let depth = 0
    const step = (event: DragEvent, by: number) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = Math.max(0, depth + by)
      setOver(depth > 0)
    }
    const enter = (event: DragEvent) => step(event, 1)
    const leave = (event: DragEvent) => step(event, -1)
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      const { target } = event
      take.current([...(event.dataTransfer?.files ?? [])], target instanceof Element ? target : document.body)
    }
    const hold = (event: DragEvent) => {
      step(event, 0)
      if (hasFiles(event) && event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const listeners = { dragenter: enter, dragover: hold, dragleave: leave, drop }
    for (const [name, listener] of Object.entries(listeners))
      addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        removeEventListener(name, listener as EventListener)
    }
  }, [])
  return over
}

/**
 * Has a file that is dropped where nothing takes it do nothing: the browser would show it in place of the page. To be called
 * before anything takes files.
 */
export function refuseStrayDrops(): void {
  for (const name of ['dragover', 'drop'] as const)
    addEventListener(name, event => {
      if (!hasFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
    })
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false
}
