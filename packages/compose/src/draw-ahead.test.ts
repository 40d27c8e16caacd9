import { DEFAULT_OUTPUT, TEMPLATES } from '@contactsheet/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { compose, drawAhead } from './compose.ts'
import { drawLayers } from './drawn-layers.ts'
import sharp from './sharp.ts'

vi.mock('./drawn-layers.ts', { spy: true })

const OUTPUTS = [DEFAULT_OUTPUT]
const lookWith = (title: string) => ({ template: TEMPLATES['bottom-bar'], font: 'inter', title }) as const
const original = await sharp({ create: { width: 1216, height: 640, channels: 3, background: '#357' } })
  .jpeg()
  .toBuffer()
const titlesDrawn = () => vi.mocked(drawLayers).mock.calls.map(([{ title }]) => title)

describe('a title that is drawn ahead', () => {
  beforeEach(() => {
    vi.mocked(drawLayers).mockClear()
  })

  it('is there when its picture comes', async () => {
    drawAhead(lookWith('Ahead'), OUTPUTS)
    await vi.waitFor(() => expect(titlesDrawn()).toEqual(['Ahead']))
    expect((await compose(original, lookWith('Ahead'), OUTPUTS)).hasTitle).toBe(true)
    expect(titlesDrawn()).toEqual(['Ahead'])
  })

  it('leaves the cores to pictures in the making', async () => {
    const making = compose(original, lookWith('In the making'), OUTPUTS)
    drawAhead(lookWith('Of later'), OUTPUTS)
    await making
    expect(titlesDrawn()).toEqual(['In the making'])
  })

  it('is none for an output without one', async () => {
    const { width: _width, height: _height, ...whole } = DEFAULT_OUTPUT
    drawAhead(lookWith('Nowhere'), [whole])
    drawAhead(lookWith('Somewhere'), OUTPUTS)
    await vi.waitFor(() => expect(titlesDrawn()).toEqual(['Somewhere']))
  })

  it('is drawn with its picture where that failed', async () => {
    vi.mocked(drawLayers).mockRejectedValueOnce(new Error('out of memory'))
    drawAhead(lookWith('Twice'), OUTPUTS)
    await vi.waitFor(() => expect(titlesDrawn()).toEqual(['Twice']))
    expect((await compose(original, lookWith('Twice'), OUTPUTS)).hasTitle).toBe(true)
    expect(titlesDrawn()).toEqual(['Twice', 'Twice'])
  })
})
