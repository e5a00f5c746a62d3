import { Alert, Badge, Group, Loader, Progress, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconBolt, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useCallback } from 'react'
import { blastQuery } from '@/api/graph'
import type { BlastView } from '@/api/types'
import { count, counted, percent } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { lookOf } from '@/look/kinds'
import { KindIcon, NodeName } from '@/look/NodeName'
import { NodePicker } from '@/look/NodePicker'
import { Panel } from '@/look/Panel'
import classes from './paths.module.css'
import { Words } from '@/look/Words'

type Row = BlastView['rows'][number]

const columns = (who: boolean): ColumnDef<Row, unknown>[] => [
  { id: 'node', header: who ? 'Can come to control it' : 'Comes to control', meta: { width: '20%' }, accessorFn: (row) => row.node.name, cell: ({ row }) => <NodeName node={row.original.node} link /> },
  { id: 'distance', header: 'Steps', accessorFn: (row) => row.distance, meta: { right: true, width: 82 }, cell: ({ row }) => row.original.distance },
  { id: 'edge', header: 'By', meta: { width: 176 }, accessorFn: (row) => row.edge, cell: ({ row }) => <Badge color="brass">{row.original.edge.replaceAll('_', ' ')}</Badge> },
  { id: 'through', header: who ? 'First step to' : 'Last step from', meta: { width: '17%' }, accessorFn: (row) => row.through.name, cell: ({ row }) => <NodeName node={row.original.through} link /> },
  { id: 'why', header: 'Why', meta: { wrap: true }, accessorFn: (row) => row.explanation, cell: ({ row }) => <span title={row.original.explanation}><Words>{row.original.explanation}</Words></span> },
]

const OUT = columns(false)
const INTO = columns(true)

/** All that a node leads to, or all that lead to it. */
export function Blast() {
  const { node, who } = useSearch({ from: '/shell/paths' })
  const navigate = useNavigate({ from: '/paths' })
  return (
    <Stack>
      <Panel>
        <Group align="flex-end">
          <NodePicker label={who ? 'Who could take over' : 'If this is lost'} placeholder="A person, app, token …" value={node} onChange={(id) => void navigate({ search: (now) => ({ ...now, node: id }) })} />
          <SegmentedControl
            aria-label="Direction" value={who ? 'to' : 'from'} data={[{ value: 'from', label: 'What it leads to' }, { value: 'to', label: 'Who leads to it' }]}
            onChange={(value) => void navigate({ search: (now) => ({ ...now, who: value === 'to' || undefined }) })}
          />
        </Group>
      </Panel>
      {node ? <Reached node={node} /> : <Panel><Empty icon={IconBolt} title="Choose a node">What would somebody hold who takes over this account, app or token?</Empty></Panel>}
    </Stack>
  )
}

function Reached({ node }: { node: string }) {
  const { worst, who } = useSearch({ from: '/shell/paths' })
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(blastQuery(node, worst ?? false, who ? 'to' : 'from'))
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (error) return <Failure error={error} retry={() => refetch()} />
  const first = data?.pages[0]
  if (isPending || !first) return <Loader size="sm" role="status" aria-label="Following every way" />
  if (first.total === 0) {
    return <Panel>{who ? <Empty icon={IconShieldCheck} title="Nobody else comes to control it" /> : <Empty icon={IconShieldCheck} title="It leads nowhere">Who takes it over gains nothing beyond it.</Empty>}</Panel>
  }
  return (
    <>
      {first.reaches_organization && !who && (
        <Alert color="red" icon={<IconBolt size={18} />} title="It reaches the whole organization">Who holds it can become super administrator: everything below is lost with it.</Alert>
      )}
      <div className={classes.tiles}>
        {first.by_kind.map((row) => (
          <div key={row.sub_kind} className={classes.tile}>
            <Group gap={8} wrap="nowrap"><KindIcon subKind={row.sub_kind} kind={row.kind} /> <Text size="sm">{lookOf(row.sub_kind, row.kind).many}</Text></Group>
            <div><b>{count(row.reached)}</b> <span className="quiet">of {count(row.of)}, {percent(row.reached, row.of)}</span></div>
            <Progress value={row.of > 0 ? (100 * row.reached) / row.of : 0} size="sm" mt={6} aria-label={`${lookOf(row.sub_kind).many} reached`} />
          </div>
        ))}
      </div>
      <Panel flush title={counted(first.total, 'node')}>
        <DataTable label={who ? 'Who leads to it' : 'What it leads to'} columns={who ? INTO : OUT} rows={data.pages.flatMap((page) => page.rows)} rowKey={(row) => row.node.id} height="max(340px, calc(100dvh - 420px))" rowHeight={46} minWidth={940} total={first.total} onEnd={onEnd} />
      </Panel>
    </>
  )
}
