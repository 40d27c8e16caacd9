import type { OpenAPIV3_1 } from 'openapi-types'
import { OPERATIONS, type Operation, PARAMETERS } from './operations.ts'

type Described = OpenAPIV3_1.OperationObject
type Response = OpenAPIV3_1.ResponseObject

const PROBLEM: Response = {
  description: 'Why not, as problem details (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/**
 * Writes what {@link OPERATIONS} knows into a document that was made of the schemas alone.
 *
 * @throws Error if it knows a call that no route serves
 */
export function annotate(paths: OpenAPIV3_1.PathsObject): void {
  for (const [call, operation] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = call.split(' ')
    const item = paths[path.replace(/:(\w+)/g, '{$1}')]
    const described = item?.[method.toLowerCase() as OpenAPIV3_1.HttpMethods]
    if (described === undefined) throw new Error(`${call} is described, but not served.`)
    annotateCall(described, operation)
    // Every GET can be a HEAD.
    delete item?.head
  }
}

function annotateCall(call: Described, operation: Operation): void {
  const { tag, summary, description, answers, media, headers = {}, examples } = operation
  Object.assign(call, { tags: [tag], summary, ...(description === undefined ? {} : { description }) })

  const parameters = [
    ...(call.parameters ?? []).map(parameter => ({ ...parameter, ...explained(parameter) })),
    ...Object.entries(headers).map(([name, description]) => {
      return { in: 'header', name, description, schema: { type: 'string' } } as const
    }),
  ]
  if (parameters.length > 0) call.parameters = parameters

  const body = call.requestBody !== undefined && 'content' in call.requestBody ? call.requestBody.content : {}
  const json = body['application/json']
  if (json !== undefined && examples !== undefined)
    json.examples = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]))

  const responses = Object.entries(answers).map(([status, description]): [string, Response] => {
    const made = call.responses?.[status]
    if (media !== undefined && status === '200')
      return [status, { description, content: { [media]: { schema: { type: 'string' } } } }]
    const content = made !== undefined && 'content' in made && status !== '204' ? made.content : undefined
    return [status, { description, ...(content === undefined ? {} : { content }) }]
  })
  call.responses = { ...Object.fromEntries(responses), default: PROBLEM }
}

function explained(parameter: OpenAPIV3_1.ParameterObject | OpenAPIV3_1.ReferenceObject) {
  const description = 'name' in parameter ? PARAMETERS[parameter.name] : undefined
  return description === undefined ? {} : { description }
}
