#!/usr/bin/env node
import { applyEnvFile, explainHere } from '@contactsheet/stack'
import { runCommand } from '@contactsheet/stack/shell'
import { openRepository } from './local/repository.ts'
import { contactsheet } from './program.ts'

await runCommand(
  invocation =>
    contactsheet(invocation, 'npm run contactsheet --', openRepository()).catch(error => {
      throw explainHere(error)
    }),
  applyEnvFile,
)
