import { Badge, Group, Loader, SegmentedControl, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { facetsOf, newestEvents } from '@/api/activity'
import { rowsQuery } from '@/api/query'
import { objects } from '@/api/rows'
import { count, counted, onDay } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { appUses, goneButUsed, holdings, lastUses, type Held, type WayRow } from './access'

const MOST = 2000
const FEW = 12

interface Props {
  node: string
  /** The question that finds the person's events. */
  q: string
  /** The first event of the person that is kept. */
  first?: string | null
}

/** What the graph says that somebody can open, beside what they opened. */
export function AccessBesideUse({ node, q, first }: Props) {
  const [show, setShow] = useState<'unused' | 'all'>('unused')
  const [isWhole, setWhole] = useState(false)
  const opens = { q: `${q} action:app.access`, from: '90d' }
  const ways = useQuery(rowsQuery(`SELECT resource, resource_id, action, action_type, identity_group, last_used\nFROM access_path\nWHERE identity_id = '${node.replaceAll("'", "''")}'`, MOST))
  const targets = useQuery(facetsOf(opens, ['target_ids'], 500))
  const newest = useQuery(newestEvents(opens, 200))
  const error = ways.error ?? targets.error ?? newest.error
  if (error) return <Panel title="Access, beside what was used"><Failure error={error} retry={() => { void ways.refetch(); void targets.refetch(); void newest.refetch() }} /></Panel>
  if (!ways.data || !targets.data || !newest.data) return <Panel title="Access, beside what was used"><Loader size="sm" role="status" aria-label="Reading" /></Panel>
  const uses = appUses(targets.data.facets[0]?.values ?? [])
  const held = holdings(objects(ways.data) as unknown as WayRow[], uses, lastUses(newest.data.events))
  const gone = goneButUsed(held, uses)
  const apps = held.filter(({ kind }) => kind === 'app')
  const unused = apps.filter((one) => one.uses === 0)
  const listed = show === 'all' ? held : held.filter(({ kind, uses: number }) => kind === 'power' || number === 0)
  const shown = isWhole ? listed : listed.slice(0, FEW)
  return (
    <Panel
      flush title={<>Access, beside what was used <Text span size="sm" c="dimmed" fw={400}>{counted(apps.length, 'app')}, {count(unused.length)} not opened in 90 days</Text></>}
      actions={<SegmentedControl size="xs" aria-label="Which access" value={show} onChange={(value) => setShow(value as 'unused' | 'all')} data={[{ value: 'unused', label: 'Unused, and power' }, { value: 'all', label: 'All' }]} />}
    >
      {held.length === 0 && <Text size="sm" c="dimmed" p="md">The last scan gives nothing to this identity.</Text>}
      {shown.length > 0 && (
        <Table.ScrollContainer minWidth={620}>
          <Table verticalSpacing={6} aria-label="Access beside use">
            <Table.Thead><Table.Tr><Table.Th>What</Table.Th><Table.Th>Given by</Table.Th><Table.Th>Last opened</Table.Th><Table.Th ta="right">Times in 90 days</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{shown.map((one) => <Row key={`${one.kind} ${one.id} ${one.name}`} held={one} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {listed.length > shown.length && <Text size="sm" px="md" py={6}><LinkText to="." onClick={(event) => { event.preventDefault(); setWhole(true) }} size="sm">Show all {count(listed.length)}</LinkText></Text>}
      {gone.length > 0 && <Text size="sm" px="md" py={6}>Opened, and not held in the last scan: {gone.slice(0, 6).map(([id, number]) => `${id} (${count(number)})`).join(', ')}.</Text>}
      <Text size="xs" c="dimmed" px="md" py={8}>
        {first && `The first event of this identity that is kept is of ${onDay(first)}. `}Opening an app through Okta is what counts as use; what happens inside of an app is not seen here.
      </Text>
    </Panel>
  )
}

function Row({ held }: { held: Held }) {
  return (
    <Table.Tr>
      <Table.Td><LinkText to="." search={(now: object) => ({ ...now, panel: held.id, tab: undefined })} size="sm" fw={540}>{held.name}</LinkText>{held.kind === 'power' && <Badge ml={6} size="sm" color="orange">power</Badge>}</Table.Td>
      <Table.Td><Group gap={4}>{held.by.slice(0, 4).map((one) => <Badge key={one} color="gray">{one}</Badge>)}{held.by.length > 4 && <Text size="xs" c="dimmed">and {held.by.length - 4} more</Text>}</Group></Table.Td>
      <Table.Td>{held.kind === 'power' ? <span className="quiet">–</span> : held.uses === 0 ? <Badge color="brass">not in 90 days</Badge> : <When at={held.last} never="before the newest 200" />}</Table.Td>
      <Table.Td ta="right" className="num">{held.uses === undefined ? '' : count(held.uses)}</Table.Td>
    </Table.Tr>
  )
}
