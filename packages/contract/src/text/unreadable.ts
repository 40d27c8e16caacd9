/** A text cannot be read. The message goes on from what the text is, as in "The body" or a file's name. */
export class UnreadableText extends Error {
  override readonly name = 'UnreadableText'
  /** What is wrong: the name of the encoding, bytes that are none of it, or what the text says. */
  readonly part: 'charset' | 'bytes' | 'text'

  constructor(part: UnreadableText['part'], message: string) {
    super(message)
    this.part = part
  }
}

/** Where a text goes on, as editors count: from 1, a tab or an emoji's half as one column. */
export function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|[\r\n]/)
  return `line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1}`
}
