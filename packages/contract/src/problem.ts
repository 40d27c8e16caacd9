import { z } from 'zod'
import { clip } from './text/clip.ts'
import { placeInTable } from './text/place.ts'

const usd = z.number().nonnegative()

/** An error answer: problem details (RFC 9457), with the fields at fault where the request was to blame. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional().describe('Id of the request, to find it in the log.'),
  errors: z
    .array(
      z.strictObject({
        field: z.string().describe('Path of the field, as in `prompts[2]`; `(body)` for the whole.'),
        line: z.int().positive().optional().describe('Line of the table that was sent, from 1.'),
        column: z
          .string()
          .optional()
          .describe('Column of that table: its name, or its number from 1 where that says more.'),
        message: z.string(),
      }),
    )
    .optional(),
  leftUsd: usd.optional().describe('What is left of the budget of the token (402).'),
  askedUsd: usd.optional().describe('What was asked of it (402).'),
  renewsAt: z.iso
    .datetime()
    .optional()
    .describe('When the budget that was too small renews (402). Absent where waiting does not help.'),
})
export type Problem = z.infer<typeof problemSchema>

export interface FieldError {
  field: string
  /** Of the table that was sent, counted from 1; undefined where there was none, or it is not about a row. */
  line?: number | undefined
  /** Of that table: its name, or its number, counted from 1. */
  column?: string | undefined
  message: string
}

/** Where something is at fault, as sentences name it: by its place in a table, or else by its field. */
export function placeOfError({ field, line, column }: FieldError): string {
  return line === undefined ? field : placeInTable(line, column)
}

/** Zod's issues, each with the path of its field written as one would in code. */
export function fieldErrors(error: z.core.$ZodError): FieldError[] {
  return error.issues.flatMap(ofFormMeant).map(issue => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    return {
      field: fieldPath(unknown === undefined ? issue.path : [...issue.path, unknown]),
      message: unknown === undefined ? issue.message : 'is not a known property',
    }
  })
}

/** Of a value that can have several forms and has none of them: what is wrong with the one that its fields tell it was meant for. */
function ofFormMeant(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find(issues => issues.some(({ path }) => path.length > 0))
  return meant?.map(inner => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue]
}

/** The path of a field as one would write it in code; `(body)` for the whole. */
export function fieldPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(body)'
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${clip(String(part))}`,
    )
    .join('')
}
