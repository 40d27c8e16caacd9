import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A fixed address before a server that may come back at another one. */
export interface Switchboard {
  port: number
  /** Breaks every connection and sends those that come to another port of this machine. */
  switchTo(port: number): void
  close(): Promise<void>
}

export async function startSwitchboard(port: number): Promise<Switchboard> {
  let target = port
  const sockets = new Set<Socket>()
  const server = createServer(incoming => {
    const outgoing = connect(target, '127.0.0.1')
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    switchTo(next) {
      target = next
      cut()
    },
    async close() {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
