import type { Zoom } from './use-zoom.ts'

/** How far an arrow moves pictures, in CSS pixels. */
const MOVE = 80

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/**
 * The keys of zoom and pan. Arrows move with Shift; those up and down, which lead nowhere else, without it too.
 *
 * @param url of the picture in hand
 * @returns whether the key was one of them
 */
export function zoomKey(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  zoom: Zoom,
  url: string | undefined,
): boolean {
  const move = ARROWS[key]
  if (move !== undefined) {
    if (zoom.isFit || (move[0] !== 0 && !shiftKey)) return false
    zoom.pan(url, { x: MOVE * move[0], y: MOVE * move[1] })
    return true
  }
  switch (key) {
    case '+':
    case '=':
      zoom.step(url, 1)
      return true
    case '-':
      zoom.step(url, -1)
      return true
    case '0':
      zoom.fit()
      return true
    case 'o':
    case 'O':
      zoom.actual(url)
      return true
    default:
      return false
  }
}
