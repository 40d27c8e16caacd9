import { Redis } from 'ioredis'

/** What a Redis has done since it started. */
export interface RedisUsage {
  /** Commands, those inside of scripts included. */
  commands: number
  /** Bytes that clients sent and were sent. */
  bytes: number
  /** Processor time in milliseconds. */
  cpuMs: number
}

export interface RedisProbe {
  usage(): Promise<RedisUsage>
  close(): void
}

export function probeRedis(url: string): RedisProbe {
  const redis = new Redis(url)
  return {
    async usage() {
      const info = await redis.info('everything')
      const field = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1])
      return {
        commands: field('total_commands_processed'),
        bytes: field('total_net_input_bytes') + field('total_net_output_bytes'),
        cpuMs: (field('used_cpu_sys') + field('used_cpu_user')) * 1000,
      }
    },
    close: () => redis.disconnect(),
  }
}
