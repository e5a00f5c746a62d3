import type { IntegrationView } from '@/api/types'

const LOOKS: Record<IntegrationView['state'], { label: string; color: string; badge: string }> = {
  waiting: { label: 'Waiting for the first scan', color: '#94a3ad', badge: 'gray' },
  scanning: { label: 'Scanning', color: '#2e97af', badge: 'tide' },
  healthy: { label: 'Healthy', color: '#2f9e5b', badge: 'green' },
  incomplete: { label: 'Incomplete', color: '#d39a1c', badge: 'brass' },
  failing: { label: 'Failing', color: '#d9485f', badge: 'red' },
  paused: { label: 'Paused', color: '#94a3ad', badge: 'gray' },
}

/** How an integration's state is named and coloured. */
export const stateLook = (state: IntegrationView['state']) => LOOKS[state]

const STATUS: Record<string, string> = {
  ACTIVE: 'green', PROVISIONED: 'tide', STAGED: 'gray', RECOVERY: 'brass', PASSWORD_EXPIRED: 'brass', LOCKED_OUT: 'orange',
  SUSPENDED: 'orange', DEPROVISIONED: 'gray', INACTIVE: 'gray', EXPIRED: 'red', INVALID: 'red',
}

/** The colour of a state word of Okta. */
export const statusColor = (status: string): string => STATUS[status] ?? 'gray'

/** `PASSWORD_EXPIRED` → `Password expired`. */
export const statusWord = (status: string): string => {
  const words = status.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
