export { startChores } from './chores.ts'
export { announceWorker } from './presence.ts'
