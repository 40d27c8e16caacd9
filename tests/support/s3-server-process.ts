import { startFauxqs } from 'fauxqs'

/** The S3 server as a process of its own: says its port to whoever forked it, and ends with them. */
const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
process.once('disconnect', () => process.exit())
process.send?.(server.port)
