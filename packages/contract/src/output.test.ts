import { describe, expect, it } from 'vitest'
import { DEFAULT_OUTPUT, type Output, shapeOf } from './output.ts'

const sized = (width: number, height: number): Output => ({ ...DEFAULT_OUTPUT, width, height })
const { width: _, height: __, ...whole } = DEFAULT_OUTPUT

describe('shapeOf', () => {
  it.each([
    ['wide', [DEFAULT_OUTPUT]],
    ['square', [sized(1080, 1080)]],
    ['square', [sized(1100, 1000)]],
    ['tall', [sized(1080, 1920)]],
    ['wide', [DEFAULT_OUTPUT, sized(1080, 1080)]],
    ['square', [sized(1920, 1080), sized(1080, 1920)]],
    ['tall', [sized(1080, 1920), whole]],
    ['wide', [whole]],
  ] as const)('is %s', (shape, outputs) => {
    expect(shapeOf(outputs)).toBe(shape)
  })
})
