import { KindError, type Provider } from '@contactsheet/contract'
import { currentOrigin, inSpan } from '@contactsheet/telemetry'
import type { ImageProvider } from './image-provider.ts'

/** The same call as a span: which model, which attempt, how it ended and what it took. */
export function traced(name: Provider, generate: ImageProvider['generate']): ImageProvider['generate'] {
  return (request, ...rest) => {
    const attributes = {
      'contactsheet.provider': name,
      'contactsheet.attempt': currentOrigin().attempt?.number,
      'gen_ai.operation.name': 'generate_image',
      'gen_ai.request.model': request.model.id,
    }
    return inSpan(`generate_image ${request.model.id}`, { attributes, isCall: true }, async span => {
      const picture = await generate(request, ...rest).catch((error: unknown) => {
        span.set({ 'contactsheet.outcome': error instanceof KindError ? error.kind : 'aborted' })
        throw error
      })
      const { usage, simulated, bytes } = picture
      span.set({
        'contactsheet.outcome': 'ok',
        'contactsheet.simulated': simulated,
        'contactsheet.picture.bytes': bytes.length,
        ...(usage === undefined
          ? {}
          : {
              'gen_ai.usage.input_tokens': usage.textIn + usage.imageIn,
              'gen_ai.usage.output_tokens': usage.textOut + usage.imageOut,
            }),
      })
      return picture
    })
  }
}
