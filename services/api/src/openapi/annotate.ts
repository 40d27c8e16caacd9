import { OPERATIONS, type Operation, PARAMETERS } from './operations.ts'

/** A part of an OpenAPI document that is being filled in. */
// biome-ignore lint/suspicious/noExplicitAny: a document of JSON, whose published types tell three versions apart by hand
export type Json = any

const PROBLEM = {
  description: 'Why not, as problem details (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** Writes what {@link OPERATIONS} knows into a document that was made of the schemas alone. */
export function annotate(paths: Json): void {
  for (const [call, operation] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = call.split(' ')
    const found = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    if (found === undefined) throw new Error(`${call} is described, but not served.`)
    annotateCall(found, operation)
  }
  // Every GET can be a HEAD.
  for (const path of Object.values<Json>(paths)) delete path.head
}

function annotateCall(
  found: Json,
  { tag, summary, description, answers, media, headers, examples }: Operation,
): void {
  Object.assign(found, { tags: [tag], summary, ...(description === undefined ? {} : { description }) })
  const parameters: Json[] = found.parameters ?? []
  for (const parameter of parameters) parameter.description = PARAMETERS[parameter.name]
  for (const [name, description] of Object.entries(headers ?? {}))
    parameters.push({ in: 'header', name, description, schema: { type: 'string' } })
  if (parameters.length > 0) found.parameters = parameters
  if (examples !== undefined)
    found.requestBody.content['application/json'].examples = Object.fromEntries(
      Object.entries(examples).map(([name, value]) => [name, { value }]),
    )
  const content = media === undefined ? undefined : { [media]: { schema: { type: 'string' } } }
  const responses = Object.entries(answers).map(([status, description]) => {
    const made = found.responses?.[status]?.content
    const body = status === '200' && content !== undefined ? content : made
    return [
      status,
      { description, ...(status.startsWith('20') && status !== '204' && body ? { content: body } : {}) },
    ]
  })
  found.responses = { ...Object.fromEntries(responses), default: PROBLEM }
}
