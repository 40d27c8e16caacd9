import type { Provider } from '@contactsheet/contract'
import type { Hand, PictureFormat } from '@contactsheet/scenery'
import type { FastifyReply } from 'fastify'
import type { Reference } from './references.ts'

/** One valid request for pictures, whichever API it came through. */
export interface Ask {
  provider: Provider
  model: string
  prompt: string
  /** What is asked of the model beside size and number, as people read it; empty for what is usual. */
  options: string
  /** Whose pictures these look like. */
  hand: Hand
  /** Pixels. */
  width: number
  height: number
  format: PictureFormat
  /** 0 to 100, best at 100. */
  compression: number
  /** Whether they have the grain of a photograph on top. */
  grainy?: true
  /** Pictures to go by; absent for none. */
  references?: readonly Reference[]
  /** How many pictures. */
  count: number
}

/** An ask whose turn has come. */
export interface Take extends Ask {
  /** Which answer with pictures to the same ask it is, from 0: each has others, as at a provider. */
  take: number
}

/** An answer on its way out. */
export interface Answer {
  status: number
  headers?: Readonly<Record<string, string>>
  /** JSON. */
  body: string | Buffer
}

export function isAnswer(result: Ask | Answer): result is Answer {
  return 'status' in result
}

/** Sends an answer that needs no waiting: a refusal. */
export function refuse(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers(headers ?? {})
    .type('application/json')
    .send(body)
}
