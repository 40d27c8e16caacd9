/** Pixels of each aspect ratio at size 1K. 2K and 4K have two and four times as many in each direction. */
const AT_1K = {
  '1:1': [1024, 1024],
  '2:3': [832, 1248],
  '3:2': [1248, 832],
  '3:4': [864, 1184],
  '4:3': [1184, 864],
  '4:5': [896, 1152],
  '5:4': [1152, 896],
  '9:16': [768, 1344],
  '16:9': [1344, 768],
  '21:9': [1536, 672],
} as const

const FACTORS = { '1K': 1, '2K': 2, '4K': 4 } as const

export type AspectRatio = keyof typeof AT_1K
export type ImageSize = keyof typeof FACTORS

export const ASPECT_RATIOS = Object.keys(AT_1K) as [AspectRatio, ...AspectRatio[]]
export const IMAGE_SIZES = Object.keys(FACTORS) as [ImageSize, ...ImageSize[]]

export function pixelsOf(ratio: AspectRatio, size: ImageSize): { width: number; height: number } {
  const [width, height] = AT_1K[ratio]
  return { width: width * FACTORS[size], height: height * FACTORS[size] }
}
