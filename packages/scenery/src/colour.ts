/** A colour as `#rrggbb`. */
export type Colour = string

type Triple = [number, number, number]

const toLinear = (byte: number) => {
  const part = byte / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

const toByte = (part: number) => {
  const curved = part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055
  return Math.round(Math.min(1, Math.max(0, curved)) * 255)
}

/** Red, green and blue, 0 to 255. */
export function channels(colour: Colour): Triple {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** How bright a colour looks, 0 to 1. */
export function brightness(red: number, green: number, blue: number): number {
  return (0.3 * red + 0.59 * green + 0.11 * blue) / 255
}

export function fromChannels(red: number, green: number, blue: number): Colour {
  const byte = (value: number) => Math.round(Math.min(255, Math.max(0, value)))
  return `#${((byte(red) << 16) | (byte(green) << 8) | byte(blue)).toString(16).padStart(6, '0')}`
}

/** Oklab: lightness, green to red, blue to yellow. Mixing there keeps gradients clean where plain RGB turns muddy. */
function toLab(colour: Colour): Triple {
  const [red, green, blue] = channels(colour)
  const r = toLinear(red)
  const g = toLinear(green)
  const b = toLinear(blue)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function fromLab([light, a, b]: Triple): Colour {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
  return fromChannels(
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  )
}

/** @param share how much of `to`, 0 to 1 */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const start = toLab(from)
  const end = toLab(to)
  const at = (index: 0 | 1 | 2) => start[index] + (end[index] - start[index]) * share
  return fromLab([at(0), at(1), at(2)])
}

/** The colour at a place of a ramp, `place` 0 to 1. */
export function ramp(colours: readonly [Colour, ...Colour[]], place: number): Colour {
  const last = colours.length - 1
  const position = Math.min(1, Math.max(0, place)) * last
  const index = Math.min(last, Math.floor(position))
  const from = colours[index] ?? colours[0]
  return mix(from, colours[index + 1] ?? from, position - index)
}

/** Lighter (`by` above 0) or darker, in steps of perceived lightness; 1 is all of it. */
export function lighten(colour: Colour, by: number): Colour {
  const [light, a, b] = toLab(colour)
  return fromLab([Math.min(1, Math.max(0, light + by)), a, b])
}

/** @param by 1 leaves the colour, 0 makes it grey, more than 1 makes it louder */
export function saturate(colour: Colour, by: number): Colour {
  const [light, a, b] = toLab(colour)
  return fromLab([light, a * by, b * by])
}
