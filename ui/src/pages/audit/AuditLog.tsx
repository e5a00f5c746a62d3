import { ActionIcon, Badge, Button, Group, Loader, Select, Table, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight, IconListSearch, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Fragment, useMemo, useState } from 'react'
import { auditQuery, type AuditEntry } from '@/api/audit'
import { atTime, count } from '@/format/format'
import { Empty } from '@/look/Empty'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { actionWords, detailFacts, matching } from './detail'

/** What was done to this server, by whom; the newest first. */
export function AuditLog() {
  return <Only may="event.list"><Log /></Only>
}

function Log() {
  const filter = useSearch({ from: '/shell/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(auditQuery)
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data])
  const shown = useMemo(() => matching(entries, filter), [entries, filter])
  const kinds = useMemo(() => [...new Set(entries.map((entry) => entry.action.split('.')[0] ?? ''))].toSorted(), [entries])
  const [text, setText] = useState(filter.q ?? '')
  const ask = useDebouncedCallback((q: string) => void navigate({ search: (now) => ({ ...now, q: q || undefined }), replace: true }), 150)
  const isFiltered = Boolean(filter.q ?? filter.about ?? filter.outcome)
  const older = hasNextPage && <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Read older entries</Button>
  return (
    <Page title="Audit log" lead="What was done to this server, and by whom. Every entry is chained to the one before it.">
      <Group mb="sm" gap="sm">
        <TextInput leftSection={<IconSearch size={16} />} w={320} placeholder="Person, action, target or detail" aria-label="Filter entries" value={text} onChange={(event) => { setText(event.currentTarget.value); ask(event.currentTarget.value) }} />
        <Select data={kinds} clearable searchable placeholder="About anything" aria-label="About" w={180} value={filter.about ?? null} onChange={(about) => void navigate({ search: (now) => ({ ...now, about: about ?? undefined }), replace: true })} />
        <Select
          data={[{ value: 'success', label: 'Done' }, { value: 'failure', label: 'Refused' }]} clearable placeholder="Done or refused" aria-label="Outcome" w={170} value={filter.outcome ?? null}
          onChange={(outcome) => void navigate({ search: (now) => ({ ...now, outcome: (outcome ?? undefined) as typeof now.outcome }), replace: true })}
        />
      </Group>
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && shown.length === 0 && (
        <Panel>
          <Empty icon={IconListSearch} title={isFiltered ? 'Nothing matches among the entries read' : 'Nothing was done yet'}>{isFiltered && <>{count(entries.length)} entries were read. <div style={{ marginTop: 10 }}>{older}</div></>}</Empty>
        </Panel>
      )}
      {shown.length > 0 && (
        <Panel flush title={`${count(shown.length)} ${isFiltered ? `of the ${count(entries.length)} newest entries` : 'entries'}`} actions={older}>
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing={6}>
              <Table.Thead><Table.Tr><Table.Th w={36}><VisuallyHidden>More</VisuallyHidden></Table.Th><Table.Th>When</Table.Th><Table.Th>Who</Table.Th><Table.Th>What</Table.Th><Table.Th>On</Table.Th><Table.Th>Outcome</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{shown.map((entry) => <Row key={entry.id} entry={entry} />)}</Table.Tbody>
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
        <Table.Td style={{ whiteSpace: 'nowrap' }}><When at={entry.at} /></Table.Td>
        <Table.Td fw={540}>{entry.actor}</Table.Td>
        <Table.Td>{actionWords(entry.action)}</Table.Td>
        <Table.Td className="mono" style={{ overflowWrap: 'anywhere' }}>{entry.target ?? ''}</Table.Td>
        <Table.Td>{entry.outcome === 'failure' ? <Badge color="red">refused</Badge> : <span className="quiet">done</span>}</Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td />
          <Table.Td colSpan={5}>
            <FactList facts={{ Entry: String(entry.id), Exactly: atTime(entry.at), Action: <span className="mono">{entry.action}</span>, ...facts }} />
            {Object.keys(facts).length === 0 && <Text size="xs" c="dimmed">No further detail.</Text>}
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  )
}
