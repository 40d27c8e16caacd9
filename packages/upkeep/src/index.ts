export { startChores } from './chores.ts'
