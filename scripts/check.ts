import { check } from './checks.ts'

process.exit(await check())
