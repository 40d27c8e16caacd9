import { type RefObject, useLayoutEffect, useState } from 'react'

/** How far an element is from the top of the page, in pixels. Measured again as the width changes, by which lines break. */
export function useTop(element: RefObject<HTMLElement | null>, width: number): number {
  const [top, setTop] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above is as high as the width lets it be
  useLayoutEffect(() => {
    const box = element.current?.getBoundingClientRect()
    if (box !== undefined) setTop(Math.round(box.top + scrollY))
  }, [element, width])
  return top
}
