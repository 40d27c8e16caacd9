import { answerTo } from './answer.ts'
import { call } from './call.ts'
import { Failure } from './failure.ts'
import type { ImageProvider } from './image-provider.ts'
import { pictureIn } from './picture.ts'
import type { OpenOptions } from './provider.ts'

const untold = () => undefined

/** A provider as small as one can be: one call, answered with a picture in base64. */
export function thirdProvider(options: OpenOptions): Pick<ImageProvider, 'generate'> {
  return {
    generate: ({ prompt, model }, signal, room) =>
      call({ ...options, model }, signal, async ({ signal }) => {
        const asked = {
          method: 'POST',
          headers: { authorization: `Bearer ${options.apiKey}` },
          body: JSON.stringify({ prompt, model }),
        }
        const answer = await answerTo(fetch => fetch(`${options.baseUrl}/paint`, asked), untold, room, signal)
        const picture = await pictureIn(answer, options, room, signal)
        if (picture === undefined) throw new Failure('bad_image', 'the answer holds no picture')
        return { ...picture, simulated: answer.simulated }
      }),
  }
}
