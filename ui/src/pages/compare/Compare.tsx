import { Badge, Group, Loader, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconArrowRight, IconArrowsDiff, IconMinus, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useCallback } from 'react'
import { diffQuery, snapshotsQuery } from '@/api/graph'
import type { DiffRow } from '@/api/types'
import { ago, atTime, counted, humane } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { NodeName } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { useNow } from '@/look/useNow'
import { Changes } from './Changes'
import { Words } from '@/look/Words'

const COLUMNS: ColumnDef<DiffRow, unknown>[] = [
  {
    id: 'change', header: 'Change', accessorFn: (row) => row.change,
    cell: ({ row }) => row.original.change === 'gained'
      ? <Badge color="green" leftSection={<IconPlus size={12} />}>gained</Badge>
      : <Badge color="red" leftSection={<IconMinus size={12} />}>lost</Badge>,
  },
  { id: 'class', header: 'What', accessorFn: (row) => row.class, cell: ({ row }) => humane(row.original.class) },
  { id: 'from', header: 'Who', accessorFn: (row) => row.from.name, cell: ({ row }) => <NodeName node={row.original.from} link /> },
  { id: 'to', header: 'To what', accessorFn: (row) => row.to?.name, cell: ({ row }) => row.original.to ? <NodeName node={row.original.to} link /> : <span className="quiet">–</span> },
  { id: 'why', header: 'In words', accessorFn: (row) => row.explanation, cell: ({ row }) => <span title={row.original.explanation}><Words>{row.original.explanation}</Words></span> },
]

/** What was gained and lost between two scans. */
export function Compare() {
  const { from, to, what, show } = useSearch({ from: '/shell/compare' })
  const navigate = useNavigate({ from: '/compare' })
  const now = useNow()
  const snapshots = useQuery(snapshotsQuery)
  const list = snapshots.data?.snapshots ?? []
  const options = list.map(({ snapshot, current }) => ({
    value: snapshot.id, label: `${atTime(snapshot.taken_at)} (${current ? 'newest' : ago(Date.parse(snapshot.taken_at), now)})`,
  }))
  return (
    <Page wide title="Compare" lead="Access gained and lost between two scans, with the reason.">
      <Panel mb="md">
        <Group align="flex-end">
          <Select label="Older scan" w={330} data={options} value={from ?? list[1]?.snapshot.id ?? null} placeholder="The one before" onChange={(value) => void navigate({ search: (before) => ({ ...before, from: value ?? undefined }) })} />
          <IconArrowRight size={20} className="quiet" style={{ marginBottom: 8 }} aria-hidden="true" />
          <Select label="Newer scan" w={330} data={options} value={to ?? list[0]?.snapshot.id ?? null} placeholder="The newest" onChange={(value) => void navigate({ search: (before) => ({ ...before, to: value ?? undefined }) })} />
          <SegmentedControl
            ml="auto" size="xs" aria-label="Show" value={show ?? 'all'} data={[{ value: 'all', label: 'All' }, { value: 'gained', label: 'Gained' }, { value: 'lost', label: 'Lost' }]}
            onChange={(value) => void navigate({ search: (before) => ({ ...before, show: value === 'all' ? undefined : (value as 'gained' | 'lost') }), replace: true })}
          />
        </Group>
      </Panel>
      {snapshots.error && <Failure error={snapshots.error} retry={() => snapshots.refetch()} />}
      {list.length === 1 && <Panel><Empty icon={IconArrowsDiff} title="There is one scan so far">A comparison needs two. The next scan comes by itself, or start one from Integrations.</Empty></Panel>}
      {list.length > 1 && <Difference from={from} to={to} what={what} show={show} />}
    </Page>
  )
}

function Difference({ from, to, what, show }: { from?: string; to?: string; what?: string; show?: 'gained' | 'lost' }) {
  const navigate = useNavigate({ from: '/compare' })
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(diffQuery(from, to, what))
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (error) return <Failure error={error} retry={() => refetch()} />
  const first = data?.pages[0]
  if (isPending || !first) return <Loader size="sm" aria-label="Comparing" />
  const rows = data.pages.flatMap((page) => page.rows).filter((row) => show === undefined || row.change === show)
  return (
    <Stack>
      <Changes summary={first.summary} current={what} onPick={(next) => void navigate({ search: (before) => ({ ...before, what: next }) })} />
      {rows.length === 0 ? (
        <Panel><Empty icon={IconArrowsDiff} title="Nothing changed">{first.total > 0 ? 'Not of this kind.' : 'The two scans say the same.'}</Empty></Panel>
      ) : (
        <Panel flush title={<>{counted(first.total, 'change')} <Text span size="sm" c="dimmed" fw={400}>{show && `of which the ${show} are shown`}</Text></>}>
          <DataTable label="Changes" columns={COLUMNS} rows={rows} rowKey={(_, index) => String(index)} height="calc(100dvh - 400px)" total={first.total} onEnd={onEnd} />
        </Panel>
      )}
    </Stack>
  )
}
