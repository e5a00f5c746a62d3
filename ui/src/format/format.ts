const whole = new Intl.NumberFormat('en-US')
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
})

const brief = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `12,345`: every digit, for numbers that people compare. */
export const count = (value: number): string => whole.format(value)

/** `12.3K`: for places too narrow for every digit. */
export const compact = (value: number): string => (value < 10_000 ? whole.format(value) : short.format(value))

/** `1 app`, `3 apps`; `many` when the plural is not made with an s. */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`

/** `in 5 min`, `3 days ago`, `just now`. Both times in milliseconds since 1970. */
export function ago(then: number, now: number): string {
  const seconds = Math.round((now - then) / 1000)
  const size = Math.abs(seconds)
  if (size < 45) return seconds < -5 ? 'in a moment' : 'just now'
  const [amount, unit] = coarse(size)
  return seconds < 0 ? `in ${amount} ${unit}` : `${amount} ${unit} ago`
}

function coarse(seconds: number): [number, string] {
  const plural = (amount: number, unit: string): [number, string] => [amount, amount === 1 ? unit : `${unit}s`]
  if (seconds < 3600) return [Math.max(1, Math.round(seconds / 60)), 'min']
  if (seconds < 86_400) return plural(Math.round(seconds / 3600), 'hour')
  if (seconds < 86_400 * 60) return plural(Math.round(seconds / 86_400), 'day')
  if (seconds < 86_400 * 700) return plural(Math.round(seconds / (86_400 * 30.4)), 'month')
  return plural(Math.round(seconds / (86_400 * 365.25)), 'year')
}

/** `340 µs`, `12.4 ms`, `3.2 s`, `4 min 12 s`, from microseconds. */
export function elapsed(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`
  if (micros < 1_000_000) return `${(micros / 1000).toFixed(micros < 10_000 ? 2 : 1)} ms`
  const seconds = micros / 1_000_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** `21 Nov 2026`; the text as it came when it is no time. */
export const onDay = (iso: string): string => readable(iso, day)

/** `21 Nov 2026, 20:04:11 UTC` in the reader's own zone. */
export const atTime = (iso: string): string => readable(iso, moment)

/** `21 Nov, 20:04:11` in the reader's own zone: for lists, where the year would take the place of what differs. */
export const atShortTime = (iso: string): string => readable(iso, brief)

function readable(iso: string, format: Intl.DateTimeFormat): string {
  const time = Date.parse(iso)
  return Number.isNaN(time) ? iso : format.format(time)
}

/** The reader's own zone by its name, `Europe/Berlin`: true for summer and winter times alike. */
export const zone = (): string => new Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone

/** Share as `37%`; `<1%` and `>99%` where rounding would say none or all. */
export function percent(part: number, of: number): string {
  if (of <= 0) return '–'
  const share = (100 * part) / of
  if (share > 0 && share < 1) return '<1%'
  if (share < 100 && share > 99) return '>99%'
  return `${Math.round(share)}%`
}

/** `client_id` → `Client id`, `source_ip` → `Source IP`; for property names that come from Okta as they are. */
export function humane(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').trim().toLowerCase()
  const sentence = words.charAt(0).toUpperCase() + words.slice(1)
  return sentence.replaceAll(/\b(api|ip|jwt|mfa|oidc|saml|scim|sso|uri|url)\b/gi, (word) => word.toUpperCase())
}
