import { z } from 'zod'
import { lookFields } from './look-fields.ts'
import { referenceListSchema } from './reference-request.ts'
import { clip } from './text/clip.ts'
import { variableName, variableNameFault } from './text/variables.ts'
import { writtenText } from './written-text.ts'

/** Most variables of one prompt. */
const MOST_VARIABLES = 100

/**
 * An item of `prompts`: a text, or an object with what is this one prompt's own. Kicker, subtitle and byline are among that
 * as the title is: in a table they are columns, and one subtitle for all pictures says little.
 *
 * The texts of an item that has `variables`, be they none, are to be filled by `fillVariables`. Those of any other are left
 * alone: a prompt about `{{braces}}` stays what it is.
 *
 * @param maxPromptLength characters of a prompt, a title and the value of a variable
 */
export function promptItemSchema(maxPromptLength: number) {
  const { language, kicker, subtitle, byline } = lookFields()
  const text = writtenText(maxPromptLength)
  const prompt = text.trim().min(1, 'must not be empty')
  const object = z.strictObject({
    prompt,
    title: prompt.optional().describe('What is drawn; the prompt by default.'),
    language,
    kicker,
    subtitle,
    byline,
    variables: variables(text).optional().describe('Value of each `{{name}}` in the texts.'),
    references: referenceListSchema.optional(),
  })
  return z.union([prompt, object], 'expected string, or an object with "prompt"')
}

/** An item of `prompts` as it comes out of a request. */
export type PromptItem = z.output<ReturnType<typeof promptItemSchema>>

function variables(text: z.ZodString) {
  return z.record(z.string(), text).superRefine((values, context) => {
    const names = Object.keys(values)
    if (names.length > MOST_VARIABLES)
      return context.addIssue(`must hold at most ${MOST_VARIABLES} variables; got ${names.length}`)
    const seen = new Map<string, string>()
    for (const name of names) {
      const fault = variableNameFault(name)
      const twin = seen.get(variableName(name))
      seen.set(variableName(name), name)
      if (fault !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: `is no name of a variable: it ${fault}` })
      else if (twin !== undefined)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `is the same name as "${clip(twin)}": take one of them away`,
        })
    }
  })
}
