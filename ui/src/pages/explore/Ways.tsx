import { Group, Loader, Stack, Text } from '@mantine/core'
import { IconDatabaseSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { rowsQuery } from '@/api/query'
import { waysOfRows } from '@/chart/rows'
import { chartOf } from '@/chart/ways'
import { count, counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { FoldingPicture } from './FoldingPicture'
import { countSql, MOST_WAYS, readableSql, waysSql } from './question'
import { WaysTable } from './WaysTable'
import classes from './explore.module.css'
import { LinkButton } from '@/look/links'

/** Every way that fits the search: counted, drawn, listed. */
export function Ways({ where }: { where: string }) {
  const search = useSearch({ from: '/shell/explore' })
  const navigate = useNavigate({ from: '/explore' })
  const sql = waysSql(where)
  const rows = useQuery(rowsQuery(sql, MOST_WAYS))
  const sums = useQuery(rowsQuery(countSql(where), 1))
  const ways = useMemo(() => (rows.data ? waysOfRows(rows.data) : []), [rows.data])
  const chart = useMemo(() => chartOf(ways), [ways])
  if (rows.error) return <Failure error={rows.error} retry={() => rows.refetch()} />
  if (rows.isPending) return <Group p="lg"><Loader size="sm" /><Text size="sm" c="dimmed">Asking for the ways…</Text></Group>
  const [total, identities, resources] = (sums.data?.rows[0] ?? []).map(Number)
  return (
    <Stack gap="md">
      <div className={classes.sum} role="status">
        {total !== undefined && (
          <span>
            <b>{counted(identities ?? 0, 'identity', 'identities')}</b> {identities === 1 ? 'reaches' : 'reach'} <b>{counted(resources ?? 0, 'resource')}</b> by <b>{counted(total, 'way')}</b>
            {total > ways.length && <span className="quiet">; the picture and the table hold the first {count(ways.length)}</span>}
          </span>
        )}
        <LinkButton to="/sql" search={{ sql: readableSql(where), run: true }} variant="subtle" size="compact-sm" leftSection={<IconDatabaseSearch size={15} />}>Open as SQL</LinkButton>
      </div>
      {ways.length === 0 ? (
        <Panel><Empty title="No way fits">Nobody here reaches anything like that, as far as the last whole scan read. Take a chip away to widen the search.</Empty></Panel>
      ) : (
        <>
          {search.as !== 'table' && (
            <FoldingPicture
              chart={chart} open={search.open ?? []} label={`Chart of ${counted(ways.length, 'way')}; the table below lists them`}
              onOpen={(open) => void navigate({ search: (now) => ({ ...now, open: open.length > 0 ? open : undefined }), replace: true })}
            />
          )}
          <Panel title="Ways" flush><WaysTable ways={ways} height={search.as === 'table' ? 'calc(100dvh - 300px)' : 420} /></Panel>
        </>
      )}
    </Stack>
  )
}
