import type { ColumnDef } from '@tanstack/react-table'
import type { NodeRow } from '@/api/types'
import { count } from '@/format/format'
import { NodeName, StatusBadge } from '@/look/NodeName'
import { When } from '@/look/When'

const POPULATION: Record<string, string> = { okta_group: 'Members', okta_app: 'People assigned', okta_role: 'Holders' }

export const COLUMN_NAMES: Record<string, string> = {
  status: 'State', standing: 'Standing privileges', population: 'Population', created: 'Created', updated: 'Last changed',
}

/** States that a kind can have, for its filter. */
export const STATES: Record<string, string[]> = {
  okta_user: ['ACTIVE', 'STAGED', 'PROVISIONED', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'SUSPENDED', 'DEPROVISIONED'],
  okta_app: ['ACTIVE', 'INACTIVE'],
  service_app: ['ACTIVE', 'INACTIVE'],
  okta_group_rule: ['ACTIVE', 'INACTIVE', 'INVALID'],
  okta_identity_provider: ['ACTIVE', 'INACTIVE'],
  okta_policy: ['ACTIVE', 'INACTIVE'],
  okta_network_zone: ['ACTIVE', 'INACTIVE'],
}

type Column = ColumnDef<NodeRow, unknown>

/** The columns that mean something for a kind. */
export function columnsOf(subKind: string): Column[] {
  const name: Column = { id: 'name', header: 'Name', meta: { server: 'name' }, cell: ({ row }) => <NodeName node={row.original.node} detail /> }
  const status: Column = { id: 'status', header: 'State', cell: ({ row }) => <StatusBadge status={row.original.node.status} /> }
  const standing: Column = {
    id: 'standing', header: 'Standing privileges', meta: { right: true, server: '-standing_privileges' },
    cell: ({ row }) => number(row.original.standing_privileges),
  }
  const population: Column = {
    id: 'population', header: POPULATION[subKind] ?? 'Population', meta: { right: true, server: '-population' },
    cell: ({ row }) => number(row.original.population),
  }
  const created: Column = { id: 'created', header: 'Created', cell: ({ row }) => <When at={row.original.created} /> }
  const updated: Column = { id: 'updated', header: 'Last changed', cell: ({ row }) => <When at={row.original.last_updated} /> }
  const middle = [
    ...(STATES[subKind] ? [status] : []),
    ...(subKind === 'okta_user' || subKind === 'service_app' ? [standing] : []),
    ...(POPULATION[subKind] ? [population] : []),
  ]
  return [name, ...middle, created, updated]
}

const number = (value: number | null | undefined) => (value === null || value === undefined ? '–' : count(value))
