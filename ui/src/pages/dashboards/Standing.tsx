import { Loader, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useCallback, useMemo } from 'react'
import { browseQuery } from '@/api/nodes'
import { rowsQuery } from '@/api/query'
import type { NodeRow } from '@/api/types'
import { count } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Failure } from '@/look/Failure'
import { Gaps } from '@/look/Gaps'
import { lookOf } from '@/look/kinds'
import { NodeName, StatusBadge } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { buckets } from './buckets'
import classes from './dashboards.module.css'

const SQL = 'SELECT name, sub_kind, standing_privileges\nFROM identities\nORDER BY standing_privileges DESC\nLIMIT 100'
const SPREAD = 'SELECT standing_privileges, count(*) AS identities FROM identities GROUP BY standing_privileges ORDER BY standing_privileges'

/** Identities by the number of distinct resources they reach without asking anybody. */
export function Standing() {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(browseQuery({ kind: 'identity', sort: '-standing_privileges' }))
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const navigate = useNavigate()
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  const most = Math.max(1, rows[0]?.standing_privileges ?? 1)
  const columns = useMemo((): ColumnDef<NodeRow, unknown>[] => [
    { id: 'identity', header: 'Identity', cell: ({ row }) => <NodeName node={row.original.node} detail link /> },
    { id: 'kind', header: 'Kind', cell: ({ row }) => lookOf(row.original.node.sub_kind).one },
    { id: 'status', header: 'State', cell: ({ row }) => <StatusBadge status={row.original.node.status} /> },
    {
      id: 'bar', header: 'Standing privileges', cell: ({ row }) => (
        <div className={classes.bar} style={{ '--share': `${(100 * (row.original.standing_privileges ?? 0)) / most}%` } as React.CSSProperties}>
          <span className="num">{count(row.original.standing_privileges ?? 0)}</span><i aria-hidden="true" />
        </div>
      ),
    },
  ], [most])
  return (
    <Page
      wide title="Standing privileges" lead="Distinct resources that an identity reaches without asking anybody, most first."
      actions={<SqlActions sql={SQL} csvSql={SQL.replace(/\nLIMIT .*$/, '')} name="standing-privileges" />}
    >
      <Gaps classes={['users', 'memberships', 'app_users', 'app_groups', 'user_roles', 'group_roles', 'client_roles']} />
      <Spread />
      {error && <Failure error={error} retry={() => refetch()} />}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {rows.length > 0 && (
        <Panel flush>
          <DataTable
            label="Identities by standing privileges" columns={columns} rows={rows} rowKey={(row) => row.node.id} rowHeight={48} height="calc(100dvh - 380px)" total={data?.pages[0]?.total}
            onEnd={onEnd} onRow={(row) => void navigate({ to: '.', search: (now: object) => ({ ...now, panel: row.node.id, tab: 'access' }) as never })}
          />
        </Panel>
      )}
    </Page>
  )
}

/** How the organization is spread: few that reach much are worth a look. */
function Spread() {
  const { data } = useQuery(rowsQuery(SPREAD, 10_000))
  if (!data || data.rows.length === 0) return null
  const bars = buckets((data.rows as unknown[][]).map((row) => ({ privileges: Number(row[0]), identities: Number(row[1]) })))
  const tallest = Math.max(1, ...bars.map((bar) => bar.identities))
  return (
    <Panel mb="md" title="How many identities reach how much">
      <ul className={classes.histogram}>
        {bars.map((bar) => (
          <li key={bar.label}>
            <Text size="xs" className="num">{bar.identities > 0 ? count(bar.identities) : ''}</Text>
            <div className={classes.column} style={{ height: `${Math.max(bar.identities > 0 ? 3 : 0, (84 * bar.identities) / tallest)}px` }} />
            <Text size="xs" c="dimmed">{bar.label}</Text>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
