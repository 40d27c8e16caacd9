import { createEmulator, type EmulatorOptions } from './server.ts'

/** A running emulator. */
export interface RunningEmulator {
  url: string
  /** What `OPENAI_BASE_URL` should be. */
  openAiBaseUrl: string
  /** What `GOOGLE_GEMINI_BASE_URL` should be. */
  geminiBaseUrl: string
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

/** Starts an emulator in this process; on a free port of the loopback address if no other is given. */
export async function startEmulator(
  options: EmulatorOptions,
  address: { port?: number; host?: string } = {},
): Promise<RunningEmulator> {
  const app = createEmulator(options)
  const url = await app.listen({ port: address.port ?? 0, host: address.host ?? '127.0.0.1' })
  return { url, openAiBaseUrl: `${url}/v1`, geminiBaseUrl: url, close: () => app.close() }
}
