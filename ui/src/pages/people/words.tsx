import { Badge } from '@mantine/core'
import type { Schemas } from '@/api/client'
import { Hint } from '@/look/Hint'

type Origin = Schemas['OriginWord']
type State = Schemas['PersonStateWord']

export const ORIGINS: readonly { value: Origin; label: string; help: string }[] = [
  { value: 'local', label: 'Local', help: 'Made here, with a password' },
  { value: 'sso', label: 'Single sign-on', help: 'Came by signing in through a connector' },
  { value: 'okta', label: 'Okta', help: 'Synchronised or provisioned from Okta' },
]

export const STATES: readonly { value: State; label: string; help: string; color: string }[] = [
  { value: 'active', label: 'Active', help: 'May sign in', color: 'green' },
  { value: 'locked', label: 'Locked', help: 'A lock is in force: nothing can be done until it is lifted or ends', color: 'red' },
  { value: 'inactive', label: 'Inactive', help: 'Barred by an administrator, or inactive in the organization', color: 'gray' },
]

export function OriginBadge({ origin }: { origin: Origin }) {
  const look = ORIGINS.find((one) => one.value === origin)
  return <Hint label={look?.help}><Badge color="gray">{look?.label ?? origin}</Badge></Hint>
}

export function StateBadge({ state }: { state: State }) {
  const look = STATES.find((one) => one.value === state)
  return <Hint label={look?.help}><Badge color={look?.color ?? 'gray'}>{look?.label ?? state}</Badge></Hint>
}
