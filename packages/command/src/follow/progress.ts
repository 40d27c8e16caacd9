import type { Batch, Leaf } from '@contactsheet/client'
import { SingleBar } from 'cli-progress'
import { columnOf, laneOf, seconds, shorten } from '../show/format.ts'
import type { Listener } from './follow.ts'

/** Shows how far a batch is. */
export interface ProgressView extends Listener {
  /** Writes a line beside it. */
  say(text: string): void
  end(): void
}

/** A bar on a terminal; elsewhere lines, which stay readable in a log. */
export function showProgress(output: NodeJS.WriteStream, batch: Batch): ProgressView {
  return output.isTTY ? bar(output) : lines(text => output.write(`${text}\n`), batch)
}

function bar(output: NodeJS.WriteStream): ProgressView {
  const bar = new SingleBar({
    stream: output,
    format: '{bar} {value}/{total} images   {running} running   {failed} failed   {elapsed}{lane}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    gracefulExit: false,
  })
  const started = performance.now()
  let shown = false
  return {
    show({ counts, economy }) {
      const { total, queued, running, failed } = counts
      const lane = laneOf(economy)
      const elapsed = seconds(performance.now() - started)
      const payload = { running, failed, elapsed, lane: lane === undefined ? '' : `   ${lane}` }
      if (shown) bar.update(total - queued - running, payload)
      else bar.start(total, total - queued - running, payload)
      shown = true
    },
    leaf() {},
    say(text) {
      if (shown) bar.stop()
      shown = false
      output.write(`${text}\n`)
    },
    end() {
      if (shown) bar.stop()
    },
  }
}

/** Twentieths of a batch too large for a line a leaf. */
const STEPS = 20

/**
 * A line for each leaf that settles; for a batch of more leaves than its view holds, one for each twentieth. And one when batch APIs
 * have got more of it, or are done with more.
 *
 * @param batch how it stood when this began
 */
export function lines(write: (text: string) => void, batch: Batch): ProgressView {
  const isLarge = batch.nextCursor !== undefined
  const told = new Set<string>()
  let step = 0
  let looked = ''
  return {
    show({ counts, economy }) {
      const lane = laneOf(economy)
      const look = `${economy?.jobs} ${economy?.done}`
      if (lane !== undefined && look !== looked) write(lane)
      looked = look
      const done = counts.total - counts.queued - counts.running
      if (!isLarge || Math.floor((done / counts.total) * STEPS) <= step) return
      step = Math.floor((done / counts.total) * STEPS)
      write(`[${done}/${counts.total}] ${counts.running} running, ${counts.failed} failed`)
    },
    leaf(leaf) {
      if (isLarge || told.has(leaf.leafId)) return
      told.add(leaf.leafId)
      write(`[${told.size}/${batch.counts.total}] ${describe(batch, leaf)}`)
    },
    say: write,
    end() {},
  }
}

function describe(batch: Batch, leaf: Leaf): string {
  const { title, variation, state, durationMs, error } = leaf
  const place = variation === undefined ? '' : `, ${variation + 1} of ${batch.variations}`
  const reason = error === undefined ? '' : `: ${error.message}`
  return `${shorten(title, 50)} / ${columnOf(batch, leaf)}${place}: ${state} in ${seconds(durationMs ?? 0)}${reason}`
}
