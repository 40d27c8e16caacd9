import { randomUUID } from 'node:crypto'
import { AS_THEY_ARE, type Part, withStreamedBody } from './streamed-body.ts'

type Fetch = typeof globalThis.fetch

/**
 * The same fetch, which sends forms piece by piece. Names of fields and files are our own, or the SDK's: none has a quote or
 * a line end in it.
 */
export function streamingForms(fetch: Fetch): Fetch {
  return (input, init) => {
    const form = init?.body
    if (!(form instanceof FormData)) return fetch(input, init)
    const boundary = `form-${randomUUID()}`
    const headers = new Headers(init?.headers)
    headers.set('content-type', `multipart/form-data; boundary=${boundary}`)
    return fetch(input, withStreamedBody({ ...init, headers }, partsOf(form, boundary), AS_THEY_ARE))
  }
}

function partsOf(form: FormData, boundary: string): Part[] {
  const parts = [...form].flatMap(([name, value]): Part[] => {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`
    if (typeof value === 'string') return [Buffer.from(`${start}\r\n\r\n${value}\r\n`)]
    const head = `${start}; filename="${value.name}"\r\nContent-Type: ${value.type}\r\n\r\n`
    return [Buffer.from(head), value, Buffer.from('\r\n')]
  })
  return [...parts, Buffer.from(`--${boundary}--\r\n`)]
}
