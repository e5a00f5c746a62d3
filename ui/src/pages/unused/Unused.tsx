import { Alert, Loader, Text } from '@mantine/core'
import { IconHourglassEmpty, IconInfoCircle } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import { rowsQuery } from '@/api/query'
import { objects } from '@/api/rows'
import { count, counted } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Gaps } from '@/look/Gaps'
import { lookOf } from '@/look/kinds'
import { LinkText } from '@/look/links'
import { NodeName, StatusBadge } from '@/look/NodeName'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { Tiles } from '@/look/Tiles'
import { When } from '@/look/When'
import { countOf, sections, UNKNOWN_USE, type Section } from './sections'

type Row = Record<string, unknown>

/** Rows that a table holds; the file and the query have them all. */
const MOST = 5000
const TIMES = new Set(['last_login', 'created', 'last_updated', 'status_changed', 'last_used'])
const NEVER: Record<string, string> = { last_login: 'never', last_used: 'not in what is kept' }

/** Access that stands and does not seem to be used, as far as a scan and the collected sign-ins can tell. */
export function Unused() {
  const [all] = useState(() => sections(Date.now()))
  const { only } = useSearch({ from: '/shell/dashboards/unused' })
  const navigate = useNavigate({ from: '/dashboards/unused' })
  const counts = useQueries({ queries: all.map((section) => rowsQuery(countOf(section), 1)) })
  const number = (at: number) => (counts[at]?.data ? Number((counts[at].data.rows[0] as unknown[])[0]) : undefined)
  const unopened = useQuery(rowsQuery(UNKNOWN_USE, 1))
  const unknown = unopened.data ? Number((unopened.data.rows[0] as unknown[])[0]) : undefined
  const section = all.find((one) => one.key === only) ?? all[0]
  return (
    <Page
      wide title="Unused access" lead="Access that stands although nothing shows that it is used."
      actions={section && <SqlActions sql={section.sql} name={`unused-${section.key}`} />}
    >
      <Alert role="note" color="gray" variant="light" icon={<IconInfoCircle size={18} />} p="xs" px="sm" mb="md">
        <Text size="sm">
          From what Okta says of accounts, apps and tokens, and from the sign-ins to apps of the last 90 days. Only apps that are opened through Okta are seen.
          {unknown !== undefined && unknown > 0 && <> Of {counted(unknown, 'assignment')} nothing is known yet, because the System Log was not collected for 90 days: they are not counted as unused. See the <LinkText to="/collectors" size="sm">collectors</LinkText>.</>}
        </Text>
      </Alert>
      <Tiles
        label="Show"
        tiles={all.map((one, at) => ({
          label: one.label, number: number(at), help: one.help, tone: one.tone, pressed: one === section, failed: counts[at]?.error?.message,
          onPress: () => void navigate({ search: { only: one.key }, replace: true, resetScroll: false }),
        }))}
      />
      {section && <Rows key={section.key} section={section} />}
    </Page>
  )
}

function Rows({ section }: { section: Section }) {
  const { data, error, isPending, refetch } = useQuery({ ...rowsQuery(section.sql, MOST), placeholderData: undefined })
  const navigate = useNavigate()
  const rows = useMemo(() => (data ? objects(data) : []), [data])
  const columns = useMemo(() => columnsOf(section), [section])
  return (
    <>
      <Gaps classes={section.classes} />
      {error && <Failure error={error} retry={() => refetch()} />}
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {data && rows.length === 0 && <Panel><Empty icon={IconHourglassEmpty} title="None">As far as the last whole scan read, there are no {section.label}.</Empty></Panel>}
      {rows.length > 0 && (
        <Panel flush title={<>{counted(rows.length, 'row')} <Text span size="sm" c="dimmed" fw={400}>{section.help}</Text></>} actions={data?.truncated && <Text size="xs" c="dimmed">the first {count(MOST)}; CSV has all</Text>}>
          <DataTable
            label={section.label} columns={columns} rows={rows} rowKey={keyOf} rowHeight={44} height="max(340px, calc(100dvh - 420px))"
            onRow={(row) => void navigate({ to: '.', search: (now: object) => ({ ...now, panel: String(row['id']), tab: undefined }) as never })}
          />
        </Panel>
      )}
    </>
  )
}

/** A person stands in the list once for each app. */
const keyOf = (row: Row) => [row['id'], row['resource_id']].join(' ')

function columnsOf(section: Section): ColumnDef<Row, unknown>[] {
  const text = (row: Row, key: string) => (row[key] === null || row[key] === undefined ? undefined : String(row[key]))
  const name: ColumnDef<Row, unknown> = {
    id: 'name', header: 'Name', accessorFn: (row) => text(row, 'name'),
    cell: ({ row: { original: row } }) => {
      const subKind = text(row, 'sub_kind') ?? ''
      return <NodeName node={{ id: text(row, 'id') ?? '', name: text(row, 'name') ?? '', sub_kind: subKind, kind: lookOf(subKind).kind as never }} link />
    },
  }
  const status: ColumnDef<Row, unknown> = { id: 'status', header: section.key === 'tokens' ? 'Owner is' : 'State', accessorFn: (row) => text(row, 'status'), cell: ({ row }) => <StatusBadge status={text(row.original, 'status')} /> }
  const further = Object.entries(section.columns).map(([key, header]): ColumnDef<Row, unknown> => ({
    id: key, header, accessorFn: (row) => (typeof row[key] === 'number' ? row[key] : text(row, key)), meta: { right: /privileges|groups|apps|people|unopened/.test(key) },
    cell: ({ row: { original: row } }) => TIMES.has(key) ? <When at={text(row, key)} never={NEVER[key]} /> : typeof row[key] === 'number' ? count(row[key]) : (text(row, key) ?? <span className="quiet">–</span>),
  }))
  return section.stateless ? [name, ...further] : [name, status, ...further]
}
