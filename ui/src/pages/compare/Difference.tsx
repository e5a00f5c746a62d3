import { Badge, Loader, Stack, Text } from '@mantine/core'
import { IconArrowsDiff, IconMinus, IconPlus, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ColumnDef } from '@tanstack/react-table'
import { useCallback, useEffect, useMemo } from 'react'
import { diffQuery } from '@/api/graph'
import type { DiffRow } from '@/api/types'
import { counted, humane } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { NodeName } from '@/look/NodeName'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'
import { changeCount } from './changeCount'
import { Changes } from './Changes'
import { byStatus, statusChange, type StatusChange } from './statusChange'

interface Listed {
  row: DiffRow
  /** The change of the account's state that this is, or that explains it. */
  status?: StatusChange
}

const COLUMNS: ColumnDef<Listed, unknown>[] = [
  {
    id: 'change', header: 'Change', meta: { width: 128 }, accessorFn: ({ row, status }) => (row.class === 'status' ? (status?.label ?? row.change) : row.change),
    cell: ({ row: { original: { row, status } } }) => {
      if (row.class === 'status' && status) return <Badge color={status.color} leftSection={row.change === 'gained' ? <IconUserCheck size={12} /> : <IconUserOff size={12} />}>{status.label}</Badge>
      return row.change === 'gained'
        ? <Badge color="green" leftSection={<IconPlus size={12} />}>gained</Badge>
        : <Badge color="red" leftSection={<IconMinus size={12} />}>lost</Badge>
    },
  },
  { id: 'class', header: 'What', meta: { width: 116 }, accessorFn: ({ row }) => row.class, cell: ({ row }) => humane(row.original.row.class) },
  { id: 'from', header: 'Who', meta: { width: '24%' }, accessorFn: ({ row }) => row.from.name, cell: ({ row }) => <NodeName node={row.original.row.from} link /> },
  { id: 'to', header: 'To what', meta: { width: '18%' }, accessorFn: ({ row }) => row.to?.name, cell: ({ row }) => row.original.row.to ? <NodeName node={row.original.row.to} link /> : <span className="quiet">–</span> },
  {
    id: 'why', header: 'In words', meta: { wrap: true }, accessorFn: ({ row }) => row.explanation,
    cell: ({ row: { original: { row, status } } }) => (
      <span title={row.explanation}>
        <Words>{row.explanation}</Words>
        {row.class !== 'status' && status && <> <Badge size="sm" color={status.color}>with the account, {status.label}</Badge></>}
      </span>
    ),
  },
]

/** Rows of a page when only some of them are shown: what is looked for may stand far behind. */
const MOST_AT_ONCE = 1000

/** A list shorter than this does not ask for more by being scrolled. */
const SHORT = 40

interface Props {
  from?: string
  to?: string
  /** A class of changes that is shown alone. */
  what?: string
  show?: 'gained' | 'lost'
  onPick: (what: string | undefined) => void
  height: string
}

/** What came and went between two scans, by class and row by row. */
export function Difference({ from, to, what, show, onPick, height }: Props) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(diffQuery(from, to, what, show && MOST_AT_ONCE))
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  // Changes of state are few, and explain access that came or went without any other cause.
  const { data: states } = useInfiniteQuery(diffQuery(from, to, 'status'))
  const list = useMemo(() => {
    const changes = new Map((states?.pages ?? []).flatMap((page) => page.rows).map((row) => [row.from.id, row]))
    const rows = (data?.pages ?? []).flatMap((page) => page.rows).filter((row) => show === undefined || row.change === show)
    return rows.map((row): Listed => ({ row, status: statusChange(row) ?? byStatus(row, changes) }))
  }, [data, states, show])
  const missing = data?.pages[0] && changeCount(data.pages[0].summary, what, show) > list.length
  const readOn = show !== undefined && missing === true && list.length < SHORT && hasNextPage
  useEffect(() => {
    if (readOn) onEnd()
  }, [readOn, onEnd])
  if (error) return <Failure error={error} retry={() => refetch()} />
  const first = data?.pages[0]
  if (isPending || !first) return <Loader size="sm" role="status" aria-label="Comparing" />
  const wanted = changeCount(first.summary, what, show)
  return (
    <Stack>
      <Changes summary={first.summary} current={what} onPick={onPick} />
      {list.length === 0 && readOn ? (
        <Loader size="sm" role="status" aria-label="Reading on" />
      ) : list.length === 0 ? (
        <Panel><Empty icon={IconArrowsDiff} title="Nothing changed">{first.total > 0 ? 'Not of this kind.' : 'The two scans say the same.'}</Empty></Panel>
      ) : (
        <Panel flush title={<>{counted(wanted, 'change')} <Text span size="sm" c="dimmed" fw={400}>{show && `only what was ${show}`}</Text></>}>
          <DataTable label="Changes" columns={COLUMNS} rows={list} rowKey={(_, index) => String(index)} height={height} rowHeight={46} minWidth={940} total={wanted} onEnd={onEnd} />
        </Panel>
      )}
    </Stack>
  )
}
