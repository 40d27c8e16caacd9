import { runCommand } from '@contactsheet/stack/shell'
import { contactsheet } from './program.ts'

await runCommand(invocation => contactsheet(invocation, 'contactsheet', undefined))
