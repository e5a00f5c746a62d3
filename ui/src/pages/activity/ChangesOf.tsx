import { Badge, Group, Loader, SegmentedControl, Table, Text } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { newestEvents } from '@/api/activity'
import { rowsQuery } from '@/api/query'
import { objects } from '@/api/rows'
import { atTime, count, humane } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { changesOf, changesSql, scanBefore, verbOf, type Change } from './changed'

const SPANS = [{ value: '1', label: 'A day' }, { value: '7', label: 'A week' }, { value: '30', label: 'A month' }, { value: '365', label: 'A year' }]
/** Changes of access as the log tells them, with who made them. */
const DEEDS = ['group.member.*', 'role.*', 'app.assign', 'app.unassign', 'app.assignment.change', 'user.create', 'user.enable', 'user.disable', 'user.lock', 'user.unlock', 'user.delete', 'password.reset', 'mfa.reset', 'mfa.remove'].map((action) => `action:${action}`).join(' OR ')

/** What changed for one identity: access gained and lost between two scans, and who did what to it, as the log tells. */
export function ChangesOf({ node }: { node: string }) {
  const [days, setDays] = useState('7')
  const scans = useQuery(rowsQuery('SELECT id, taken_at FROM snapshots ORDER BY taken_at DESC', 10_000))
  const pair = scans.data && scanBefore(objects(scans.data).map((row) => ({ id: String(row['id']), at: Date.parse(String(row['taken_at'])) })), Number(days))
  const moment = pair && new Date(pair.scan.at).toISOString()
  return (
    <Panel flush title="What changed" actions={<SegmentedControl size="xs" aria-label="Since" data={SPANS} value={days} onChange={setDays} />}>
      {scans.error && <Failure error={scans.error} retry={() => scans.refetch()} />}
      {scans.isPending && <Loader size="sm" m="md" role="status" aria-label="Reading" />}
      {scans.data && !pair && <Text size="sm" c="dimmed" p="md">There is one scan so far; a comparison takes two.</Text>}
      {moment && <Between node={node} moment={moment} isWhole={pair.isWhole} />}
      <Deeds node={node} days={days} />
    </Panel>
  )
}

function Between({ node, moment, isWhole }: { node: string; moment: string; isWhole: boolean }) {
  const sql = changesSql(node, moment)
  const gained = useQuery({ ...rowsQuery(sql.gained), placeholderData: undefined })
  const lost = useQuery({ ...rowsQuery(sql.lost), placeholderData: undefined })
  const error = gained.error ?? lost.error
  if (error) return <Failure error={error} retry={() => { void gained.refetch(); void lost.refetch() }} />
  if (!gained.data || !lost.data) return <Loader size="sm" m="md" role="status" aria-label="Comparing" />
  const changes = changesOf(objects(gained.data), objects(lost.data))
  return (
    <>
      <Text size="xs" c="dimmed" px="md" pt={10}>Access now, beside the scan of {atTime(moment)}{!isWhole && ', the oldest that is kept'}. <LinkText to="/sql" search={{ sql: sql.gained, run: true }} size="xs" underline="always">Gained, as SQL</LinkText></Text>
      {changes.length === 0 && <Text size="sm" px="md" py="sm">Nothing came and nothing went.</Text>}
      {changes.length > 0 && (
        <Table.ScrollContainer minWidth={420} mah={320}>
          <Table verticalSpacing={5} aria-label="Access gained and lost"><Table.Tbody>{changes.slice(0, 200).map((one) => <Row key={JSON.stringify(one)} change={one} />)}</Table.Tbody></Table>
        </Table.ScrollContainer>
      )}
      {changes.length > 200 && <Text size="xs" c="dimmed" px="md">The first 200 of {count(changes.length)}.</Text>}
    </>
  )
}

function Row({ change }: { change: Change }) {
  return (
    <Table.Tr>
      <Table.Td w={118}>{change.change === 'gained' ? <Badge color="green" leftSection={<IconPlus size={12} />}>gained</Badge> : <Badge color="red" leftSection={<IconMinus size={12} />}>lost</Badge>}</Table.Td>
      <Table.Td><span className="quiet">{verbOf(change)}</span> <LinkText to="." search={(now: object) => ({ ...now, panel: change.resource_id, tab: undefined })} size="sm">{change.resource}</LinkText></Table.Td>
      <Table.Td>{change.by.length > 0 && <Group gap={4}><Text size="xs" c="dimmed">by</Text>{change.by.map((one) => <Badge key={one} color="gray">{one}</Badge>)}</Group>}</Table.Td>
    </Table.Tr>
  )
}

function Deeds({ node, days }: { node: string; days: string }) {
  const question = { q: `target_ids:"user:${node.slice(node.lastIndexOf('/') + 1)}" (${DEEDS})`, from: `${days}d` }
  const { data, error } = useQuery(newestEvents(question, 8))
  if (error) return <Failure error={error} />
  if (!data || data.events.length === 0) return null
  return (
    <>
      <Text size="sm" fw={600} px="md" pt="sm">Done to this account <LinkText to="/activity" search={question} size="xs" fw={400} underline="always">all in Investigate</LinkText></Text>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing={5} aria-label="Done to this account">
          <Table.Tbody>
            {data.events.map((event) => (
              <Table.Tr key={event.id}>
                <Table.Td w={118} style={{ whiteSpace: 'nowrap' }}><When at={event.event_time} /></Table.Td>
                <Table.Td><LinkText to="/activity" search={{ ...question, event: event.id }} size="sm">{humane(event.action.replaceAll('.', ' '))}</LinkText>{event.status !== 'success' && <Badge ml={6} size="sm" color="red">{event.status}</Badge>}</Table.Td>
                <Table.Td><span className="quiet">by</span> {event.actor_name ?? event.actor_id}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
