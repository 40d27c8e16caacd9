import { readFileSync } from 'node:fs'

/** What a process has used since it started. */
export interface Usage {
  /** Processor time in milliseconds, user and system. */
  cpuMs: number
  /** Most memory it ever held, in megabytes (2^20 bytes). */
  peakMb: number
  /** Memory it holds now. */
  nowMb: number
}

/** Linux counts processor time in hundredths of a second, on every architecture (`getconf CLK_TCK`). */
const MS_PER_TICK = 10

/** Reads what a process has used, from Linux' /proc. */
export function usageOf(pid: number): Usage {
  // The second field is the program's name in parentheses, and may hold blanks: count from behind it.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK,
    peakMb: megabytes('VmHWM'),
    nowMb: megabytes('VmRSS'),
  }
}
