import { Catalog } from '@contactsheet/contract'
import { catalogVariables, runService } from '@contactsheet/runtime'
import { emulatorVariables } from './options.ts'
import { startEmulator } from './start.ts'

await runService('emulator', { ...emulatorVariables, ...catalogVariables }, async service => {
  const { config, log, onShutdown, ready } = service
  const emulator = await startEmulator(
    {
      seed: config.EMULATOR_SEED,
      latency: config.EMULATOR_LATENCY_MS,
      jobLatency: config.EMULATOR_JOB_LATENCY_MS,
      faults: config.EMULATOR_FAULTS,
      pictures: config.EMULATOR_PICTURES,
      catalog: new Catalog(config.EXTRA_MODELS),
      logger: log,
    },
    { port: config.EMULATOR_PORT, host: config.EMULATOR_HOST },
  )
  onShutdown('emulator', () => emulator.close())
  ready(emulator.url)
})
