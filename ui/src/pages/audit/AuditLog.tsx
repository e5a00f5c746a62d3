import { ActionIcon, Badge, Button, Loader, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconListSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Fragment, useMemo, useState } from 'react'
import { auditQuery, type AuditEntry } from '@/api/audit'
import { count } from '@/format/format'
import { At } from '@/look/At'
import { Empty } from '@/look/Empty'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { actionWords, detailFacts } from './detail'
import { Export } from './Export'
import { Filters } from './Filters'

/** What was done to this server, by whom; the newest first. */
export function AuditLog() {
  return <Only may="event.list"><Log /></Only>
}

function Log() {
  const question = useSearch({ from: '/shell/audit', select: ({ q, actor, about, target, outcome, from, until }) => ({ q, actor, about, target, outcome, from, until }) })
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(auditQuery(question))
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data])
  const isFiltered = Object.values(question).some(Boolean)
  const older = hasNextPage && <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Read older entries</Button>
  return (
    <Page title="Audit log" lead="What was done to this server, and by whom. Every entry is chained to the one before it." actions={<Export question={question} />}>
      <Filters question={question} />
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && entries.length === 0 && (
        <Panel><Empty icon={IconListSearch} title={isFiltered ? 'Nothing matches' : 'Nothing was done yet'}>{isFiltered && 'The whole log was searched. Take a condition away, or widen the time.'}</Empty></Panel>
      )}
      {entries.length > 0 && (
        <Panel flush title={`${count(entries.length)}${hasNextPage ? ' newest' : ''} ${entries.length === 1 ? 'entry' : 'entries'}${isFiltered ? ' that match' : ''}`} actions={older}>
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing={6}>
              <Table.Thead><Table.Tr><Table.Th w={36}><VisuallyHidden>More</VisuallyHidden></Table.Th><Table.Th>When</Table.Th><Table.Th>Who</Table.Th><Table.Th>What</Table.Th><Table.Th>On</Table.Th><Table.Th>Outcome</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{entries.map((entry) => <Row key={entry.id} entry={entry} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Panel>
      )}
    </Page>
  )
}

function Row({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false)
  const facts = detailFacts(entry.detail)
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td><ActionIcon variant="subtle" color="gray" size="sm" aria-expanded={open} aria-label={`Detail of entry ${entry.id}`} onClick={() => setOpen(!open)}>{open ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}</ActionIcon></Table.Td>
        <Table.Td style={{ whiteSpace: 'nowrap' }}><At at={entry.at} /></Table.Td>
        <Table.Td fw={540}>{entry.actor}</Table.Td>
        <Table.Td>{actionWords(entry.action)}</Table.Td>
        <Table.Td className="mono" style={{ overflowWrap: 'anywhere' }}>{entry.target ?? ''}</Table.Td>
        <Table.Td>{entry.outcome === 'failure' ? <Badge color="red">refused</Badge> : <span className="quiet">done</span>}</Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td />
          <Table.Td colSpan={5}>
            <FactList facts={{ Entry: String(entry.id), Action: <span className="mono">{entry.action}</span>, ...facts }} />
            {Object.keys(facts).length === 0 && <Text size="xs" c="dimmed">No further detail.</Text>}
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  )
}
