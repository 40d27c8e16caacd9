import type { Colour } from './colour.ts'

/** The colours of one light. Every scene can be drawn in every palette. */
export interface Palette {
  /** From the zenith down to the horizon. */
  sky: readonly [Colour, Colour, Colour]
  /** The sun or the moon, and what it touches. */
  light: Colour
  /** What distance fades into. */
  haze: Colour
  /** Half-way between far and near. */
  body: Colour
  /** The nearest shapes. */
  deep: Colour
  /** Loud ones, for small things. */
  accents: readonly [Colour, Colour, Colour]
}

/** Palettes to choose from. */
export type Pool = readonly [Palette, ...Palette[]]

type Ten = [Colour, Colour, Colour, Colour, Colour, Colour, Colour, Colour, Colour, Colour]

/** @param colours ten in the order of {@link Palette}, in hexadecimal */
function palette(colours: string): Palette {
  const ten = colours.split(' ').map(hex => `#${hex}`) as Ten
  const [zenith, middle, horizon, light, haze, body, deep, ...accents] = ten
  return { sky: [zenith, middle, horizon], light, haze, body, deep, accents }
}

/** Low sun, long shadows. */
export const WARM: Pool = [
  palette('41598c d98f8a ffd9a0 fff1cf f3b99a 9c5a63 2b1f38 ff8a5b ffd166 7fb7be'),
  palette('7d5a8c e88d8d ffc9a8 ffeedd f2a7a0 8f4a6d 2a1535 ff6f91 ffc75f 845ec2'),
  palette('b8543a ee9355 fcd089 fff3c9 f4ad73 a3502f 33160f f25f3a ffd27a 2f6f73'),
  palette('5d8ba0 c9cfb2 fbe3b0 fffbe2 e2d0a2 7f8457 212b1f e9a03b c8553d 5b8e7d'),
  palette('2c4a6e 8ba0ae f8c987 fff0cc d9b899 5a6278 161d30 f2994a ffdc9c 5fa8b8'),
  palette('88a6b5 efc9ae fff0d3 ffffff f0cfb4 b0765f 3a2429 e76f51 f4a261 2a9d8f'),
]

/** Blue hour, moonlight, cold mornings. */
export const COOL: Pool = [
  palette('071a3a 1f4e86 7fb4d8 eaf6ff 86b4d6 2c5a86 06142a ffb45c 6fe3ff b9d8ff'),
  palette('04232d 0f5d67 7fd1bd eafff6 7cc4b8 1a6068 031a22 ffd479 4de3c1 e8fff5'),
  palette('160f3d 4a3a9e a99bf0 f3efff 9a90e0 3d3486 0d0a28 ff8fd0 7de0ff ffd6f5'),
  palette('2b5c8a 7fb2d2 e3f1f6 ffffff c5dfea 4d83a5 12304a ff9b71 2fb5c9 f7d070'),
  palette('0b1b33 274a6d d59a8c ffe3cf 7f8fae 2f4666 081222 ff9770 70d6ff ffd670'),
  palette('0a2a26 2d7a5f cfe8b0 fbffe6 a3cfa8 2f6f58 071f1c f6c453 7ee081 eaffd0'),
]

/** Tubes and signs after dark. */
export const NEON: Pool = [
  palette('0a0420 2a0a55 b3128f ff5ecf 6a1aa0 2a0c58 070316 19f0ff ff3df2 ffe45e'),
  palette('020b1f 06315c 0fa3b8 5ef6ff 0f5f8f 072a4d 010812 39ffb6 ff4f8b 8ab4ff'),
  palette('120318 4a0838 ff5a3c ffb347 8f1a4f 3a0a35 0a0210 ff2d6f ffcf3f 5cf2ff'),
  palette('04030f 1b1464 6a4df5 b7a5ff 3a2bb0 150f52 03020c 5effc9 ff77e9 7cc7ff'),
]

/** Printed, then left in the sun for fifty years. */
export const FADED: Pool = [
  palette('5f8f8b c9c39c f1dfb4 f8ead0 dcc596 b5703f 4a3428 c8553d e0a030 3f7471'),
  palette('a8563f dc9452 f0cf8f fbeccb dba76c 7a4a3a 35261f d9772f efc050 50746b'),
  palette('43627a a3ab9c ead7b0 f7ecd2 c3bb9d 6d7262 2f3538 c75c3c dfb15b 547c86'),
]
