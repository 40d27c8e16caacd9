import { createInterface } from 'node:readline'
import type { KnownFile } from './files.ts'

/**
 * The lines of a job's input, one at a time.
 *
 * @throws SyntaxError naming the line that is no JSON
 */
export async function* linesIn(file: KnownFile): AsyncGenerator<{ number: number; content: unknown }> {
  let number = 0
  for await (const text of createInterface({ input: file.open(), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (text.trim() === '') continue
    try {
      yield { number, content: JSON.parse(text) }
    } catch (cause) {
      throw new SyntaxError(`Line ${number} is not valid JSON.`, { cause })
    }
  }
}
