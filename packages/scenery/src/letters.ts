/**
 * Capital letters as pen strokes on a grid 4 wide and 6 high, so that a picture's tag looks the same on machines with
 * other fonts or none. `M`, `L` and `Q` are those of an SVG path.
 */
const STROKES: Record<string, string> = {
  A: 'M0 6L2 0L4 6M.7 4L3.3 4',
  B: 'M0 0L0 6L2.4 6Q4 6 4 4.4Q4 2.9 2.4 2.9L0 2.9M0 0L2.2 0Q3.6 0 3.6 1.4Q3.6 2.9 2.2 2.9',
  C: 'M4 1.3Q3.4 0 2.1 0Q0 0 0 3Q0 6 2.1 6Q3.4 6 4 4.7',
  D: 'M0 0L0 6L1.6 6Q4 6 4 3Q4 0 1.6 0Z',
  E: 'M3.6 0L0 0L0 6L3.6 6M0 2.9L3 2.9',
  F: 'M3.6 0L0 0L0 6M0 2.9L3 2.9',
  G: 'M4 1.3Q3.4 0 2.1 0Q0 0 0 3Q0 6 2.1 6Q4 6 4 3.8L4 3.2L2.4 3.2',
  H: 'M0 0L0 6M4 0L4 6M0 2.9L4 2.9',
  I: 'M2 0L2 6',
  J: 'M3.4 0L3.4 4.3Q3.4 6 1.8 6Q.3 6 .1 4.5',
  K: 'M0 0L0 6M3.8 0L0 3.4M1.3 2.4L4 6',
  L: 'M0 0L0 6L3.6 6',
  M: 'M0 6L0 0L2 3.6L4 0L4 6',
  N: 'M0 6L0 0L4 6L4 0',
  O: 'M2 0Q0 0 0 3Q0 6 2 6Q4 6 4 3Q4 0 2 0Z',
  P: 'M0 6L0 0L2.3 0Q4 0 4 1.7Q4 3.4 2.3 3.4L0 3.4',
  Q: 'M2 0Q0 0 0 3Q0 6 2 6Q4 6 4 3Q4 0 2 0ZM2.6 4.4L4.1 6.4',
  R: 'M0 6L0 0L2.3 0Q4 0 4 1.6Q4 3.2 2.3 3.2L0 3.2M2.2 3.2L4 6',
  S: 'M3.7 1.2Q3.2 0 2 0Q.3 0 .3 1.5Q.3 2.6 2 2.9Q3.9 3.2 3.9 4.5Q3.9 6 2 6Q.5 6 .1 4.6',
  T: 'M0 0L4 0M2 0L2 6',
  U: 'M0 0L0 4Q0 6 2 6Q4 6 4 4L4 0',
  V: 'M0 0L2 6L4 0',
  W: 'M0 0L.9 6L2 2.2L3.1 6L4 0',
  X: 'M0 0L4 6M4 0L0 6',
  Y: 'M0 0L2 3L4 0M2 3L2 6',
  Z: 'M0 0L4 0L0 6L4 6',
  0: 'M2 0Q.2 0 .2 3Q.2 6 2 6Q3.8 6 3.8 3Q3.8 0 2 0Z',
  1: 'M.8 1.2L2.2 0L2.2 6',
  2: 'M.3 1.5Q.5 0 2 0Q3.7 0 3.7 1.6Q3.7 2.6 2.4 3.7L.2 6L3.9 6',
  3: 'M.3 1.2Q.8 0 2 0Q3.6 0 3.6 1.4Q3.6 2.8 1.7 2.8Q3.9 2.8 3.9 4.4Q3.9 6 2 6Q.5 6 .1 4.7',
  4: 'M3 6L3 0L0 4.3L4 4.3',
  5: 'M3.6 0L.6 0L.3 2.8Q1 2.2 2 2.2Q3.9 2.2 3.9 4Q3.9 6 2 6Q.5 6 .1 4.8',
  6: 'M3.4 .5Q2.9 0 2.3 0Q.2 0 .2 3.6Q.2 6 2.1 6Q3.9 6 3.9 4.1Q3.9 2.4 2.2 2.4Q.6 2.4 .2 3.8',
  7: 'M0 0L4 0L1.4 6',
  8: 'M2 2.8Q.4 2.8 .4 1.4Q.4 0 2 0Q3.6 0 3.6 1.4Q3.6 2.8 2 2.8Q.1 2.8 .1 4.4Q.1 6 2 6Q3.9 6 3.9 4.4Q3.9 2.8 2 2.8Z',
  9: 'M.6 5.5Q1.1 6 1.7 6Q3.8 6 3.8 2.4Q3.8 0 1.9 0Q.1 0 .1 1.9Q.1 3.6 1.8 3.6Q3.4 3.6 3.8 2.2',
  '-': 'M.8 3.2L3.2 3.2',
  '.': 'M1.9 5.9L2.1 5.9',
  '·': 'M1.8 3.1L2.2 3.1',
}

const ADVANCE = 5.9
const NARROW: Record<string, number> = { I: 3.4, '.': 3.2, '·': 5, ' ': 3, 1: 4.9, '-': 5.2 }

/**
 * A line of text as one SVG path of open strokes, its capitals 6 units high, from the origin down and to the right.
 * Lower case becomes upper case; what the alphabet lacks becomes a space.
 */
export function lettering(text: string): { path: string; width: number } {
  let x = 0
  let path = ''
  for (const letter of text.toUpperCase()) {
    const advance = NARROW[letter] ?? ADVANCE
    const shift = x + (advance - ADVANCE) / 2
    path += (STROKES[letter] ?? '').replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, px: string, py: string) => {
      return `${Math.round((Number(px) + shift) * 100) / 100} ${py}`
    })
    x += advance
  }
  return { path, width: x - (ADVANCE - 4) }
}
