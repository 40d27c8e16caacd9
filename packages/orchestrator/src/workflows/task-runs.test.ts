import { beforeEach, describe, expect, it, vi } from 'vitest'
import { OrchestratorUnavailable } from '../orchestrator.ts'
import { connectRender } from './task-runs.ts'

const workflows = {
  startTask: vi.fn(),
  getTaskRun: vi.fn(),
  cancelTaskRun: vi.fn(),
  listTaskRuns: vi.fn(),
}
const opened = vi.fn()

vi.mock('@renderinc/sdk', () => ({
  Render: class {
    readonly workflows = workflows
    constructor(options: object) {
      opened(options)
    }
  },
}))

beforeEach(() => {
  for (const call of [...Object.values(workflows), opened]) call.mockReset()
})

/** An error as the SDK makes it of an answer. */
const answered = (statusCode: number) => Object.assign(new Error(`${statusCode}`), { statusCode })

describe('the client of Render', () => {
  it('opens the SDK for Render with a key, and for a local server with its address', async () => {
    await connectRender({ slug: 'sheet', apiKey: 'rnd_secret' })
    await connectRender({ slug: 'sheet', localUrl: 'http://localhost:8120' })
    expect(opened.mock.calls).toEqual([
      [{ useLocalDev: false, token: 'rnd_secret' }],
      [{ useLocalDev: true, localDevUrl: 'http://localhost:8120' }],
    ])
  })

  it('starts tasks of its workflow and tells of their runs', async () => {
    const runs = await connectRender({ slug: 'sheet', apiKey: 'rnd_secret' })
    workflows.startTask.mockResolvedValue({ taskRunId: 'trn-1' })
    expect(await runs.start('generateBatch', ['x'])).toBe('trn-1')
    expect(workflows.startTask).toHaveBeenCalledWith('sheet/generateBatch', ['x'], expect.any(AbortSignal))
    workflows.getTaskRun.mockResolvedValue({
      id: 'trn-1',
      status: 'failed',
      error: 'out of memory',
      results: [],
    })
    expect(await runs.get('trn-1')).toEqual({ status: 'failed', error: 'out of memory' })
    workflows.getTaskRun.mockRejectedValue(answered(404))
    expect(await runs.get('trn-1')).toBeUndefined()
    await runs.cancel('trn-1')
    expect(workflows.cancelTaskRun).toHaveBeenCalledWith('trn-1')
  })

  it.each([
    [{ slug: 'sheet', apiKey: 'rnd_secret' }, answered(401), /refused the key\. Set RENDER_API_KEY/],
    [{ slug: 'sheet', apiKey: 'rnd_secret' }, answered(404), /no workflow "sheet".*Set WORKFLOW_SLUG/],
    [{ slug: 'sheet', apiKey: 'rnd_secret' }, answered(503), /Render Workflows does not answer \(503\)/],
    [
      { slug: 'sheet', localUrl: 'http://localhost:8120' },
      new TypeError('fetch failed'),
      /http:\/\/localhost:8120 does not answer \(fetch failed\).*render workflows dev/,
    ],
  ])('says what to do when it cannot start a task (%#)', async (address, error, message) => {
    const runs = await connectRender(address)
    workflows.startTask.mockRejectedValue(error)
    const failure = await runs.start('generateBatch', []).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(OrchestratorUnavailable)
    expect(String(failure)).toMatch(message)
    expect(String(failure)).not.toContain('rnd_secret')
  })
})
