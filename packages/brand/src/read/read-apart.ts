import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { BrandFault } from '../fault.ts'
import type { FontFile } from './font.ts'
import type { LogoFile } from './logo.ts'
import type { ReferenceFile } from './reference.ts'

/** What a file is made into. */
interface Made {
  fonts: FontFile
  logos: LogoFile
  references: ReferenceFile
}

/** What reads a file, or throws BrandFault. */
type Reader<Kind extends keyof Made> = (file: Buffer, maxBytes: number) => Promise<Made[Kind]>

/** What makes of files of the brand kit what is kept of them. */
export type Readers = { [Kind in 'fonts' | 'logos']: Reader<Kind> }

/** What the process that reads is told, and what it answers. */
export interface Order {
  kind: keyof Made
  file: Uint8Array
  maxBytes: number
}
export type Answer = { made: Made[keyof Made] } | { fault: string }

/** The program that reads, and how long it may take, in milliseconds: the largest fonts take one or two seconds. */
const READER = { program: new URL('reader.ts', import.meta.url), deadlineMs: 20_000 }

/** What the process may use: JavaScript's memory, in MiB, and that of each WebAssembly program, in pages of 64 KiB. */
const MEMORY = ['--max-old-space-size=256', '--wasm-max-mem-pages=4096']

/** Files are read one after the other: one takes up to half a gigabyte while it is. */
const one = pLimit(1)

/**
 * Reads a font, a logo or a reference in a process of its own, which knows no secret of ours, has limits to its memory and is ended
 * when it takes too long: whatever a file does to the programs that read it, it does there.
 *
 * @throws BrandFault if the file is refused, or if reading it ended that process
 */
export function readApart<Kind extends keyof Made>(
  kind: Kind,
  file: Uint8Array,
  maxBytes: number,
  reader = READER,
): Promise<Made[Kind]> {
  return one(async () => {
    const answer = await answerOf({ kind, file, maxBytes }, reader)
    if ('fault' in answer) throw new BrandFault(answer.fault)
    const { made } = answer
    // Buffers arrive as plain arrays.
    return ('bytes' in made ? { ...made, bytes: Buffer.from(made.bytes) } : made) as Made[Kind]
  })
}

/** Each in a process of its own, see {@link readApart}. */
export const readersApart: Readers = {
  fonts: (file, maxBytes) => readApart('fonts', file, maxBytes),
  logos: (file, maxBytes) => readApart('logos', file, maxBytes),
}

function answerOf(order: Order, { program, deadlineMs }: typeof READER): Promise<Answer> {
  const reader = fork(fileURLToPath(program), {
    execArgv: MEMORY,
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const deadline = setTimeout(() => reader.kill('SIGKILL'), deadlineMs)
  return answered(reader, order).finally(() => {
    clearTimeout(deadline)
    reader.kill('SIGKILL')
  })
}

function answered(reader: ChildProcess, order: Order): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  reader.once('message', message => resolve(message as Answer))
  reader.once('error', reject)
  reader.once('exit', () =>
    reject(
      new BrandFault(
        'The file cannot be read: it takes too long, too much memory, or ends the program that reads it.',
      ),
    ),
  )
  reader.send(order, error => {
    // Whoever ended before it heard of its order is told of by its exit.
    if (error !== null && reader.exitCode === null) reject(error)
  })
  return promise
}
