import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** A span as it was sent. */
export interface SentSpan {
  traceId: string
  spanId: string
  /** Empty for the root of a trace. */
  parentId: string
  name: string
  /** What sent it, as `service.name` says. */
  service: string
  /** In nanoseconds since the epoch. */
  start: bigint
  end: bigint
  attributes: Readonly<Record<string, string | number | boolean>>
  isError: boolean
}

export interface TraceReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string
  spans: SentSpan[]
  /** All that came, as text: what must not leave a process is looked for in it. */
  text(): string
  stop(): Promise<void>
}

/** A status of the protocol: 0 is unset, 1 is ok. */
const ERROR = 2n

/** Takes what is sent by OTLP over HTTP, as protobuf. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: SentSpan[] = []
  const bodies: Buffer[] = []
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    bodies.push(body)
    if (request.url === '/v1/traces') spans.push(...spansIn(body))
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans,
    text: () => Buffer.concat(bodies).toString('latin1'),
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A message of protobuf: what each field has, by its number. Numbers are little-endian bytes of eight. */
type Message = Map<number, Buffer[]>

function spansIn(body: Buffer): SentSpan[] {
  return messages(read(body), 1).flatMap(ofResource => {
    const [resource = new Map()] = messages(ofResource, 1)
    const service = String(attributesIn(resource, 1)['service.name'])
    return messages(ofResource, 2).flatMap(ofScope => messages(ofScope, 2).map(span => spanOf(span, service)))
  })
}

function spanOf(span: Message, service: string): SentSpan {
  const [status = new Map()] = messages(span, 15)
  return {
    traceId: first(span, 1).toString('hex'),
    spanId: first(span, 2).toString('hex'),
    parentId: first(span, 4).toString('hex'),
    name: first(span, 5).toString(),
    service,
    start: first(span, 7).readBigUInt64LE(),
    end: first(span, 8).readBigUInt64LE(),
    attributes: attributesIn(span, 9),
    isError: status.has(3) && first(status, 3).readBigUInt64LE() === ERROR,
  }
}

function attributesIn(message: Message, field: number): SentSpan['attributes'] {
  return Object.fromEntries(
    messages(message, field).map(pair => {
      const [value = new Map()] = messages(pair, 2)
      return [first(pair, 1).toString(), attributeIn(value)]
    }),
  )
}

function attributeIn(value: Message): string | number | boolean {
  if (value.has(2)) return first(value, 2).readBigUInt64LE() === 1n
  if (value.has(3)) return Number(first(value, 3).readBigInt64LE())
  if (value.has(4)) return first(value, 4).readDoubleLE()
  return first(value, 1).toString()
}

function messages(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).map(read)
}

function first(message: Message, field: number): Buffer {
  return message.get(field)?.[0] ?? Buffer.alloc(0)
}

function read(bytes: Buffer): Message {
  const message: Message = new Map()
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++] ?? 0)
      value |= (byte & 0x7fn) << shift
      if (byte < 0x80n) return value
    }
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const value = take(tag & 7)
    message.set(tag >> 3, [...(message.get(tag >> 3) ?? []), value])
  }
  return message

  function take(wire: number): Buffer {
    if (wire === 0) {
      const number = Buffer.alloc(8)
      number.writeBigUInt64LE(BigInt.asUintN(64, varint()))
      return number
    }
    const length = { 1: 8, 2: wire === 2 ? Number(varint()) : 0, 5: 4 }[wire]
    if (length === undefined) throw new Error(`No message of protobuf has a field of type ${wire}.`)
    at += length
    return bytes.subarray(at - length, at)
  }
}
