import { Badge, Text } from '@mantine/core'
import type { ColumnDef } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { ExploreView, NodeRef } from '@/api/types'
import { DataTable } from '@/look/DataTable'
import { LinkText } from '@/look/links'
import { NodeName } from '@/look/NodeName'

interface Link {
  from?: NodeRef
  fromText: string
  to?: NodeRef
  toText: string
  label: string
  derived: boolean
}

const COLUMNS: ColumnDef<Link, unknown>[] = [
  { id: 'from', header: 'From', accessorFn: (link) => link.fromText, cell: ({ row }) => <End node={row.original.from} text={row.original.fromText} /> },
  {
    id: 'label', header: 'Connection', accessorFn: (link) => link.label,
    cell: ({ row }) => <>{row.original.label} {row.original.derived && <Derived link={row.original} />}</>,
  },
  { id: 'to', header: 'To', accessorFn: (link) => link.toText, cell: ({ row }) => <End node={row.original.to} text={row.original.toText} /> },
]

/** Rules made this one: the page of paths says why, how it is abused and how it is closed. */
function Derived({ link: { from, to } }: { link: Link }) {
  return (
    <>
      <Badge size="xs" color="brass" title="Worked out from what roles allow">derived</Badge>
      {from && to && <LinkText to="/paths" search={{ from: from.id, to: to.id, worst: true }} size="xs" ml={8} aria-label={`Why ${from.name} to ${to.name}`}>Why</LinkText>}
    </>
  )
}

function End({ node, text }: { node?: NodeRef; text: string }) {
  return node ? <NodeName node={node} link /> : <Text size="sm" fw={560} span>{text}</Text>
}

/** The lines of a picture as rows; a fold is one row with its count. */
export function LinksTable({ view, height }: { view: ExploreView; height: number | string }) {
  const rows = useMemo(() => {
    const nodes = new Map(view.nodes.map(({ node }) => [node.id, node]))
    const folds = new Map(view.folds.map((fold) => [fold.id, fold.label]))
    const name = (id: string) => nodes.get(id)?.name ?? folds.get(id) ?? id
    return view.edges.map((edge): Link => ({
      from: nodes.get(edge.from), fromText: name(edge.from), to: nodes.get(edge.to), toText: name(edge.to), label: edge.label, derived: edge.derived,
    }))
  }, [view])
  return <DataTable label="Connections" columns={COLUMNS} rows={rows} rowKey={(_, index) => String(index)} height={height} />
}
