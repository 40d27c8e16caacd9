/** Milliseconds as people say them: `0.4 s`, `12.3 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** US dollars, with as many digits as small prices need. */
export function usd(value: number): string {
  if (value === 0) return '$0'
  const digits = value < 0.1 ? 3 : 2
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 image`, `2 images`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

/** When something was, as one would say it today. */
export function moment(iso: string, now: Date = new Date()): string {
  const date = new Date(iso)
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (date.toDateString() === now.toDateString()) return `today ${CLOCK.format(date)}`
  const yesterday = new Date(now.getTime() - 86_400_000)
  if (date.toDateString() === yesterday.toDateString()) return `yesterday ${CLOCK.format(date)}`
  return exactly(iso)
}

/** A moment as it is said on paper, which is read at another time. */
export function exactly(iso: string): string {
  const date = new Date(iso)
  return `${DATE.format(date)} ${CLOCK.format(date)}`
}

/** A moment to come, or of today, as one would say it: `14:02`, `tomorrow 14:02`. */
export function upcoming(iso: string, now: Date = new Date()): string {
  const date = new Date(iso)
  if (date.toDateString() === now.toDateString()) return CLOCK.format(date)
  const tomorrow = new Date(now.getTime() + 86_400_000)
  const day = date.toDateString() === tomorrow.toDateString() ? 'tomorrow' : DATE.format(date)
  return `${day} ${CLOCK.format(date)}`
}

/** A day as in `1 Dec 2026`. */
export function day(iso: string): string {
  return DATE.format(new Date(`${iso}T12:00:00`))
}

/** `left-panel` as `Left panel`, `3d` as `3D`. */
export function label(id: string): string {
  if (id.length <= 2) return id.toUpperCase()
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
