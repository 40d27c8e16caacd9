/** Prompts out of lines of text, and where each stood. */
export interface ParsedPrompts {
  prompts: string[]
  /** Line of each prompt, counted from 0. */
  lines: number[]
}

/** One prompt a line; empty lines do not count. */
export function parsePrompts(text: string): ParsedPrompts {
  const prompts: string[] = []
  const lines: number[] = []
  for (const [line, raw] of text.split('\n').entries()) {
    const prompt = raw.trim()
    if (prompt === '') continue
    prompts.push(prompt)
    lines.push(line)
  }
  return { prompts, lines }
}
