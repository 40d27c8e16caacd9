import type { CallReport } from './calls.ts'
import type { FaultOrder } from './faults.ts'
import type { JobFaultOrder } from './jobs/job-faults.ts'
import type { JobsReport } from './jobs/jobs.ts'
import type { Latency } from './latency.ts'

/** Reads and steers a running emulator. Every call throws if the emulator refuses it. */
export interface EmulatorClient {
  /** What it was asked so far. */
  calls(): Promise<CallReport>
  forgetCalls(): Promise<void>
  /** Replaces all fault orders. */
  orderFaults(faults: readonly FaultOrder[]): Promise<void>
  clearFaults(): Promise<void>
  setLatency(latency: Latency): Promise<void>
  /** Its jobs, and the files of these. */
  jobs(): Promise<JobsReport>
  forgetJobs(): Promise<void>
  /** How long jobs take, after how long they expire, and what goes wrong with them; what is left out stays as it is. */
  setJobs(orders: { latency?: Latency; windowMs?: number; faults?: readonly JobFaultOrder[] }): Promise<void>
}

/** @param baseUrl address of the emulator, without a path */
export function createEmulatorClient(baseUrl: string): EmulatorClient {
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(new URL(`/_emulator/${path}`, baseUrl), {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`The emulator refused ${method} ${path}: ${text}`)
    return text
  }
  return {
    calls: async () => JSON.parse(await call('GET', 'calls')) as CallReport,
    forgetCalls: async () => void (await call('DELETE', 'calls')),
    orderFaults: async faults => void (await call('PUT', 'faults', faults)),
    clearFaults: async () => void (await call('DELETE', 'faults')),
    setLatency: async latency => void (await call('PUT', 'latency', latency)),
    jobs: async () => JSON.parse(await call('GET', 'jobs')) as JobsReport,
    forgetJobs: async () => void (await call('DELETE', 'jobs')),
    setJobs: async orders => void (await call('PUT', 'jobs', orders)),
  }
}
