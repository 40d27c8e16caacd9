const HOUR_MS = 3_600_000

/** A time as the field of a form has it: of this browser's own clock, without an offset. */
export function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Such a time with its offset, as a request has it. What is none stays, for the API to refuse. */
export function withOffset(local: string): string {
  const at = new Date(local)
  if (Number.isNaN(at.getTime())) return local
  const minutes = -at.getTimezoneOffset()
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const offset = [hour, minute].map(part => String(part).padStart(2, '0')).join(':')
  return `${localTime(at)}:00${minutes < 0 ? '-' : '+'}${offset}`
}

/** A deadline of a request, a time or hours from now, as the field of a form has it. */
export function deadlineField(deadline: string | number, now: Date = new Date()): string {
  const at = new Date(typeof deadline === 'number' ? now.getTime() + deadline * HOUR_MS : deadline)
  return Number.isNaN(at.getTime()) ? '' : localTime(at)
}

/** How long a batch had from its acceptance to its deadline, in hours. */
export function hoursUntil(deadline: string, createdAt: string): number {
  return Math.round(((Date.parse(deadline) - Date.parse(createdAt)) / HOUR_MS) * 100) / 100
}
