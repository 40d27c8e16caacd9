import { createInterface } from 'node:readline'
import type { KnownFile } from './files.ts'

/** The lines of a job's input, one at a time; `content` is undefined of a line that is no JSON. */
export async function* linesIn(file: KnownFile): AsyncGenerator<{ number: number; content: unknown }> {
  let number = 0
  for await (const text of createInterface({ input: file.open(), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (text.trim() !== '') yield { number, content: parsed(text) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
