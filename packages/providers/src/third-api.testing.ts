import { call } from './call.ts'
import { guardedFetch, isSimulated } from './http.ts'
import { decodeImage } from './image.ts'
import type { ImageProvider, OpenOptions } from './provider.ts'

/** A provider as small as one can be: one call, answered with a picture in base64 as the whole body. */
export function thirdProvider(options: OpenOptions): Pick<ImageProvider, 'generate'> {
  return {
    generate: ({ prompt, model }, signal) =>
      call({ ...options, model: model.id }, signal, async signal => {
        const response = await guardedFetch(`${options.baseUrl}/paint`, {
          method: 'POST',
          headers: { authorization: `Bearer ${options.apiKey}` },
          body: JSON.stringify({ prompt, model }),
          signal,
        })
        return { ...decodeImage(await response.text()), simulated: isSimulated(response.headers) }
      }),
  }
}
