import type { Command } from 'commander'

/** What a subcommand does, as commander calls it. */
export type Does = <Args extends unknown[]>(
  act: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>

/** Adds what every subcommand that calls an API takes. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--url <address>', 'address of the API; if not given, CONTACTSHEET_URL')
    .option('--token <token>', 'token of the API; if not given, CONTACTSHEET_TOKEN')
    .option('--json', 'write one JSON document instead of text for people')
}

/** Values of a flag that may be given more than once. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}
