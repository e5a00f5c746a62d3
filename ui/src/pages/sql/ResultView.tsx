import { Alert, Button, Group, Loader, SegmentedControl, Text } from '@mantine/core'
import { IconDatabaseSearch, IconDownload } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { QueryView } from '@/api/types'
import { count, counted, elapsed as inWords } from '@/format/format'
import { toCsv, toJson } from '@/format/csv'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { saveAs } from '@/look/saveAs'
import { ResultGraph } from './ResultGraph'
import { ResultTable } from './ResultTable'

interface Props {
  result?: QueryView
  error?: Error
  running: boolean
  /** Milliseconds since the query was sent. */
  elapsed: number
}

/** The answer, as table or as graph, or why there is none. */
export function ResultView({ result, error, running, elapsed }: Props) {
  const { view } = useSearch({ from: '/shell/sql' })
  const navigate = useNavigate({ from: '/sql' })
  if (running && !result) return <Panel><Group gap={10} role="status"><Loader size="sm" /> <Text size="sm">Running, {(elapsed / 1000).toFixed(1)} s</Text></Group></Panel>
  if (error) return <Failure error={error} />
  if (!result) return <Panel><Empty icon={IconDatabaseSearch} title="No answer yet">Write a query and press Ctrl-Enter, or take an example.</Empty></Panel>
  const names = result.columns.map((column) => column.name)
  return (
    <Panel
      flush
      title={
        <Text size="sm" component="span" fw={400} role="status">
          <b className="num">{counted(result.row_count, 'row')}</b> <span className="quiet">in {inWords(result.elapsed_us)}
            {result.snapshot && <>, of the scan <When at={result.snapshot.taken_at} /></>}{running && `, running again, ${(elapsed / 1000).toFixed(1)} s`}</span>
        </Text>
      }
      actions={
        <Group gap={8} wrap="nowrap">
          <SegmentedControl
            size="xs" aria-label="Show the answer as" value={view ?? 'table'} data={[{ value: 'table', label: 'Table' }, { value: 'graph', label: 'Graph' }]}
            onChange={(value) => void navigate({ search: (now) => ({ ...now, view: value === 'graph' ? 'graph' as const : undefined }), replace: true })}
          />
          <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} onClick={() => saveAs('portolan.csv', 'text/csv', toCsv(names, result.rows))}>CSV</Button>
          <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} onClick={() => saveAs('portolan.json', 'application/json', toJson(names, result.rows))}>JSON</Button>
        </Group>
      }
    >
      {result.notices.map((notice) => <Alert key={notice} color="brass" p="xs" radius={0}>{notice}</Alert>)}
      {result.truncated && <Alert color="brass" p="xs" radius={0}>There are more rows than the {count(result.row_count)} shown. Narrow the query, or count them with <code>count(*)</code>.</Alert>}
      {result.rows.length === 0 ? (
        <Empty title="No rows">The query is fine; nothing in this scan fits it.</Empty>
      ) : view === 'graph' ? <ResultGraph result={result} /> : <ResultTable result={result} />}
    </Panel>
  )
}
