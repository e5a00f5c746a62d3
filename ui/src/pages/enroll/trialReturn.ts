const KEY = 'portolan-enroll-trial'
/** A trial that took longer was given up. */
const HOLDS = 30 * 60_000

type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Remembers, for this tab, that trials of a connector began in the enrolment. */
export const rememberTrial = (memory: Memory, connector: string, now: number): void => memory.setItem(KEY, JSON.stringify({ connector, at: now }))

export const forgetTrial = (memory: Memory): void => memory.removeItem(KEY)

/** Whether a trial that comes back to the connector's page belongs to the enrolment. Told once. */
export function cameFromEnrolment(memory: Memory, connector: string, now: number): boolean {
  const text = memory.getItem(KEY)
  if (text === null) return false
  memory.removeItem(KEY)
  try {
    const kept = JSON.parse(text) as { connector?: unknown; at?: unknown }
    return kept.connector === connector && typeof kept.at === 'number' && now - kept.at < HOLDS
  } catch {
    return false
  }
}
