export { type Chores, startChores } from './chores.ts'
