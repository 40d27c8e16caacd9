import { integer, json } from '@contactsheet/runtime'
import { z } from 'zod'
import { faultsSchema } from './faults.ts'
import { JOB_LATENCY, latencySchema } from './latency.ts'
import { PICTURES } from './pictures.ts'

const LATENCY = /^(\d+)-(\d+)$/

function latency() {
  return z
    .string()
    .regex(LATENCY, 'must be two whole numbers with a dash between them')
    .transform(text => {
      const [, minMs, maxMs] = LATENCY.exec(text) ?? []
      return { minMs: Number(minMs), maxMs: Number(maxMs) }
    })
    .pipe(latencySchema)
}

/** What the emulator reads from the environment. */
export const emulatorVariables = {
  EMULATOR_PORT: integer(0, 65_535).default(0).describe('port to listen on; 0 takes any free one'),
  EMULATOR_HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  EMULATOR_SEED: integer(0, 2 ** 32 - 1)
    .default(1)
    .describe('decides pictures, latencies and faults'),
  EMULATOR_LATENCY_MS: latency()
    .default({ minMs: 1_500, maxMs: 6_000 })
    .describe('how long answers take, from and to, in milliseconds, as in 1500-6000'),
  EMULATOR_JOB_LATENCY_MS: latency()
    .default(JOB_LATENCY)
    .describe('how long jobs of batch APIs take, which take a provider hours; the same way'),
  EMULATOR_PICTURES: z
    .enum(PICTURES, { error: 'must be art, flat or large' })
    .default('art')
    .describe(
      'art paints every prompt its own picture, flat shares a few and costs next to nothing, large the same as PNG of megabytes',
    ),
  EMULATOR_FAULTS: json(faultsSchema)
    .default([])
    .describe('JSON array of faults, as in [{"kind":"rate_limit","rate":0.1,"tries":1}]'),
}
