import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulatorClient, type EmulatorClient } from '@contactsheet/emulator'
import { startChild } from '@contactsheet/stack'
import { emulatorEnv } from '../support/system.ts'
import { EXTRA_MODELS } from './models.ts'
import type { Workload } from './workload.ts'

/** What all contenders of a workload stand on: the provider, and a folder that goes at the end. */
export interface Stage {
  folder: string
  emulator: EmulatorClient
  emulatorUrl: string
  /** The emulator's process. */
  emulatorPid: number | undefined
  /** Where pictures come from, as environment. */
  providerEnv: Record<string, string>
  stop(): Promise<void>
}

export async function openStage({ pictures, latencyMs }: Workload): Promise<Stage> {
  const opened = new AsyncDisposableStack()
  try {
    const folder = await mkdtemp(join(tmpdir(), 'contactsheet-bench-'))
    opened.defer(() => rm(folder, { recursive: true, force: true }))
    const emulator = startChild({
      name: 'emulator',
      entry: fileURLToPath(new URL('../../packages/emulator/src/main.ts', import.meta.url)),
      env: { ...emulatorEnv(latencyMs.join('-'), pictures), EXTRA_MODELS },
      logFile: join(folder, 'emulator.log'),
    })
    opened.defer(() => emulator.stop())
    const emulatorUrl = await emulator.ready
    return {
      folder,
      emulator: createEmulatorClient(emulatorUrl),
      emulatorUrl,
      emulatorPid: emulator.pid,
      providerEnv: {
        EXTRA_MODELS,
        OPENAI_API_KEY: 'none',
        OPENAI_BASE_URL: `${emulatorUrl}/v1`,
        GOOGLE_API_KEY: 'none',
        GOOGLE_GEMINI_BASE_URL: emulatorUrl,
      },
      stop: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}
