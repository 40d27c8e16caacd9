import { startFauxqs } from 'fauxqs'
import { countRequests } from './s3-requests.ts'

/**
 * The S3 server as a process of its own: says its port to whoever forked it, what it was asked so far whenever they send
 * a message, and ends with them.
 */
const requests = countRequests()
const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
process.once('disconnect', () => process.exit())
process.on('message', () => process.send?.(requests()))
process.send?.(server.port)
