import { Badge } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import type { NodeRef } from '@/api/types'
import type { Point, Way } from '@/chart/ways'
import { DataTable } from '@/look/DataTable'
import { lookOf } from '@/look/kinds'
import { NodeName } from '@/look/NodeName'

const ref = (point: Point): NodeRef => ({ id: point.id, name: point.name, kind: point.kind as NodeRef['kind'], sub_kind: point.sub_kind })

const COLUMNS: ColumnDef<Way, unknown>[] = [
  { id: 'identity', header: 'Identity', accessorFn: (way) => way.identity.name, cell: ({ row }) => <NodeName node={ref(row.original.identity)} link /> },
  {
    id: 'group', header: 'Group', accessorFn: (way) => way.groups.map((group) => group.name).join(', '),
    cell: ({ row }) => row.original.groups.length === 0 ? <span className="quiet">direct</span> : row.original.groups.map((group) => <NodeName key={group.id} node={ref(group)} link />),
  },
  { id: 'action', header: 'Action', accessorFn: (way) => way.action, cell: ({ row }) => <Badge color="brass">{row.original.action}</Badge> },
  { id: 'how', header: 'How', accessorFn: (way) => way.action_type, cell: ({ row }) => lookOf(row.original.action_type).one },
  {
    id: 'set', header: 'Resource set', accessorFn: (way) => way.resource_groups.map((set) => set.name).join(', '),
    cell: ({ row }) => row.original.resource_groups.map((set) => <NodeName key={set.id} node={ref(set)} link />),
  },
  { id: 'resource', header: 'Resource', accessorFn: (way) => way.resource.name, cell: ({ row }) => <NodeName node={ref(row.original.resource)} link /> },
]

/** The same ways as the picture, as rows. */
export function WaysTable({ ways, height }: { ways: Way[]; height: number | string }) {
  const navigate = useNavigate()
  const sets = ways.some((way) => way.resource_groups.length > 0)
  return (
    <DataTable
      label="Ways" columns={COLUMNS} rows={ways} rowKey={(_, index) => String(index)} height={height} visible={{ set: sets }}
      onRow={(way) => void navigate({ to: '.', search: (now: object) => ({ ...now, panel: way.identity.id, tab: 'access' }) as never })}
    />
  )
}
