import { useCallback, useState } from 'react'
import {
  actualScale,
  clamped,
  FIT,
  type Geometry,
  type Point,
  panned,
  percentOf,
  type Size,
  scaledTo,
  stepped,
  type View,
} from '../../lib/zoom.ts'
import { useSize } from '../use-size.ts'

/** How pictures are seen, all alike, and what changes it. A picture is named by its address. */
export interface Zoom {
  view: View
  /** Whether pictures are whole. */
  isFit: boolean
  /** For the `ref` of one of the frames, which are all of one size. */
  measure: (element: HTMLElement | null) => (() => void) | undefined
  /** Tells the size of a picture once it is there. */
  loaded: (url: string, picture: Size) => void
  /** Undefined until the frame has a size and the picture is there. */
  geometryOf: (url: string | undefined) => Geometry | undefined
  percentOf: (url: string | undefined) => number | undefined
  fit: () => void
  /** One pixel of this picture for each of the screen. */
  actual: (url: string | undefined, at?: Point) => void
  step: (url: string | undefined, direction: 1 | -1) => void
  by: (url: string | undefined, factor: number, at: Point) => void
  pan: (url: string | undefined, by: Point) => void
}

/** @param initial what is seen first */
export function useZoom(initial: View = FIT): Zoom {
  const [view, setView] = useState(initial)
  const [measure, frame] = useSize()
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(new Map())

  const loaded = useCallback((url: string, picture: Size) => {
    setSizes(before => (before.has(url) ? before : new Map(before).set(url, picture)))
  }, [])

  const geometryOf = (url: string | undefined): Geometry | undefined => {
    const picture = url === undefined ? undefined : sizes.get(url)
    if (frame === undefined || picture === undefined) return undefined
    return { frame, picture, density: devicePixelRatio }
  }
  /** Where the picture in hand is none, any other serves as well. */
  const change = (url: string | undefined, next: (view: View, geometry: Geometry) => View) => {
    const geometry = geometryOf(url) ?? geometryOf([...sizes.keys()].at(-1))
    if (geometry !== undefined) setView(before => next(clamped(before, geometry), geometry))
  }
  return {
    view,
    isFit: view.scale === 1,
    measure,
    loaded,
    geometryOf,
    percentOf: url => {
      const geometry = geometryOf(url)
      return geometry && percentOf(view, geometry)
    },
    fit: () => setView(FIT),
    actual: (url, at) => change(url, (view, geometry) => scaledTo(view, geometry, actualScale(geometry), at)),
    step: (url, direction) =>
      change(url, (view, geometry) => scaledTo(view, geometry, stepped(view.scale, direction, geometry))),
    by: (url, factor, at) =>
      change(url, (view, geometry) => scaledTo(view, geometry, view.scale * factor, at)),
    pan: (url, by) => change(url, (view, geometry) => panned(view, geometry, by)),
  }
}
