import { type BatchView, isSettled, type LeafView } from '@contactsheet/contract'
import { SingleBar } from 'cli-progress'
import { columnOf, laneOf, seconds, shorten } from './format.ts'

/** Shows how far a batch is. */
export interface Progress {
  show(view: BatchView): void
  /** Writes a line beside it. */
  say(text: string): void
  end(): void
}

/** A bar on a terminal; elsewhere lines, which stay readable in a log. */
export function showProgress(output: NodeJS.WriteStream): Progress {
  return output.isTTY ? bar(output) : lines(text => output.write(`${text}\n`))
}

function bar(output: NodeJS.WriteStream): Progress {
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
      const lane = laneOf({ economy })
      const elapsed = seconds(performance.now() - started)
      const payload = { running, failed, elapsed, lane: lane === undefined ? '' : `   ${lane}` }
      if (shown) bar.update(total - queued - running, payload)
      else bar.start(total, total - queued - running, payload)
      shown = true
    },
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
 */
export function lines(write: (text: string) => void): Progress {
  const told = new Set<string>()
  let step = 0
  let looked = ''
  return {
    show(batch) {
      const { counts, leaves, nextCursor, economy } = batch
      const lane = laneOf(batch)
      const look = `${economy?.jobs} ${economy?.done}`
      if (lane !== undefined && look !== looked) write(lane)
      looked = look
      const done = counts.total - counts.queued - counts.running
      if (nextCursor === undefined)
        for (const leaf of leaves.filter(leaf => isSettled(leaf.state) && !told.has(leaf.leafId))) {
          told.add(leaf.leafId)
          write(`[${told.size}/${counts.total}] ${describe(batch, leaf)}`)
        }
      else if (Math.floor((done / counts.total) * STEPS) > step) {
        step = Math.floor((done / counts.total) * STEPS)
        write(`[${done}/${counts.total}] ${counts.running} running, ${counts.failed} failed`)
      }
    },
    say: write,
    end() {},
  }
}

function describe(batch: BatchView, leaf: LeafView): string {
  const { title, variation, state, durationMs, error } = leaf
  const place = variation === undefined ? '' : `, ${variation + 1} of ${batch.variations}`
  const reason = error === undefined ? '' : `: ${error.message}`
  return `${shorten(title, 50)} / ${columnOf(batch, leaf)}${place}: ${state} in ${seconds(durationMs ?? 0)}${reason}`
}
