import { z } from 'zod'
import { clip } from './text/clip.ts'

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
        message: z.string(),
      }),
    )
    .optional(),
})
export type Problem = z.infer<typeof problemSchema>

export interface FieldError {
  field: string
  message: string
}

/** Zod's issues, each with the path of its field written as one would in code. */
export function fieldErrors(error: z.core.$ZodError): FieldError[] {
  return error.issues.map(issue => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    const path = unknown === undefined ? issue.path : [...issue.path, clip(unknown)]
    return {
      field: fieldPath(path),
      message: unknown === undefined ? issue.message : 'is not a known property',
    }
  })
}

function fieldPath(path: PropertyKey[]): string {
  if (path.length === 0) return '(body)'
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')
}
