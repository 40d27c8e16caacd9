import { type Table, toMarkdown } from '../table.ts'

export interface Page {
  /** What was measured on. */
  machine: string
  /** ISO 8601. */
  date: string
  /** What it had to do when the run began: processes that ran or waited, the mean of a minute. */
  load: number
  /** The commit measured, and the other one if there was any. */
  commit: string
  against: string | undefined
  tables: readonly Table[]
  /** Names of workloads that did not run. */
  left: readonly string[]
}

/** `docs/performance.md`. */
export function performancePage({ machine, date, load, commit, against, tables, left }: Page): string {
  return `# Performance

Measured on ${date.slice(0, 10)} at commit ${commit}${against === undefined ? '' : `, beside the other checkout at ${against}`}: ${machine}. Everything shares these cores: the
emulator that stands in for the providers, the store, the queue, whoever looks on, and what is measured. The load average before it began was ${load.toFixed(1)}${load < 1 ? '' : ': others used the machine too, and what goes by the clock says little'}.

\`npm run bench -- --write\` measures again and writes this page; nothing in it is written by hand.

## How to read it

- **Compare within a table only,** and ratios rather than seconds: machines are noisy. Contenders of a table take turns, round by
  round, on the same titles and the same latencies, after a warm-up; a cell is the median round, with the least and the most behind
  it.
- **ours** is API, queue and worker as processes, from POST to the last settled leaf. Workers give way to all others here. **Our leaf in one process** has no queue
  and no API: the floor under it.
- **the tutorial** is the code that this system began with: every leaf at once in one process, SDK call, resize to PNG, a
  full-frame SVG on top, JPEG, put into the bucket. It keeps no original, records nothing and tries nothing again; ours keeps
  each original before it goes on.
- **the slowest call** is the longest that the provider itself took for an answer. Nothing can be quicker than that.
- **CPU** is that of our processes, from Linux' own count. Redis has a row of its own, and so have the *stand-ins*, emulator and S3,
  which a deployment has elsewhere: here whoever is measured waits for them. Most of what S3 takes is for originals.
  **Peak memory** is the most a process has held since it started, warm-up included.
- **Steps** are milliseconds on the clock: where many leaves share a core, they hold the waiting for it too.
- **S3** is a server of its own process, in memory. What it is asked it counts itself; *hashed* is what the client ran MD5 or
  SHA-256 over, counted once for each. PostgreSQL is the embedded one.
- Somebody looks at the batch 20 times a second while it is made: that is the row \`GET /batches/:id\`, from the question to the
  last byte of an answer that is packed as for a browser. To unpack it is left to who asks.
- **The floor** of a picture is sharp alone: it decodes, resizes and encodes the same pictures, the small one too. What stands there
  *without small* has it on our side only. A *second output* is made of an original as GPT Image 2 is asked for one for both, and
  *of itself alone* is its share of what it takes as the only output.
- Of more than 20,000 leaves the emulator cannot tell which call was for which: the calls for batches of one leaf, one a second, are
  among those *beyond one a leaf* there.
- *Sizes of the catalog*: our catalog chooses what size to ask each provider for; elsewhere all ask for 1536x1024.

## Figures

${tables.map(toMarkdown).join('\n')}
## Again

\`\`\`sh
npm run bench                                # what is above: some minutes, on a quiet machine
npm run bench -- png zero                    # some of it
npm run bench -- png --against ../before     # beside another checkout, whose packages are installed
npm run bench -- all --write                 # everything, and this page anew
npm run bench -- guard                       # a minute; fails where a ratio or a count has grown
\`\`\`
${left.length === 0 ? '' : `\nNot in this run: ${left.map(name => `\`${name}\``).join(', ')}.\n`}`
}
