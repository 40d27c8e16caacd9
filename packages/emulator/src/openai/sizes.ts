import { isOwn } from '../models.ts'

const STANDARD = ['1024x1024', '1536x1024', '1024x1536'] as const
const AUTO = { width: 1536, height: 1024 }

/** Limits of the sizes that models of the 2 family take besides the standard ones. */
const FREE = { step: 16, ratio: 3, edge: 3_840, minPixels: 655_360, maxPixels: 8_294_400 }

/**
 * The pixels a `size` stands for.
 *
 * @returns a sentence that says what is wrong with it, for sizes the model does not take
 */
export function pixelsOf(size: string, model: string): { width: number; height: number } | string {
  if (size === 'auto') return AUTO
  const [width = Number.NaN, height = Number.NaN] = size.split('x').map(Number)
  if (!/^\d{2,5}x\d{2,5}$/.test(size) || (!isFree(model) && !STANDARD.some(standard => standard === size)))
    return `Invalid value: '${size}'. Supported values are: ${STANDARD.map(standard => `'${standard}'`).join(', ')}, and 'auto'.`
  if (STANDARD.some(standard => standard === size)) return { width, height }
  if (width % FREE.step !== 0 || height % FREE.step !== 0)
    return `Invalid size '${size}': width and height must both be divisible by ${FREE.step}.`
  if (Math.max(width, height) / Math.min(width, height) > FREE.ratio)
    return `Invalid size '${size}': the aspect ratio must be between 1:${FREE.ratio} and ${FREE.ratio}:1.`
  const pixels = width * height
  if (Math.max(width, height) > FREE.edge || pixels < FREE.minPixels || pixels > FREE.maxPixels)
    return `Invalid size '${size}': it must have ${FREE.minPixels} to ${FREE.maxPixels} pixels and no edge above ${FREE.edge}.`
  return { width, height }
}

function isFree(model: string): boolean {
  return model.startsWith('gpt-image-2') || isOwn(model)
}
