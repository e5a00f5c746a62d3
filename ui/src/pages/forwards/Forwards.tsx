import { Badge, Button, Group, Loader, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSend } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { forwardsQuery, type ForwardView } from '@/api/detections'
import { counted, elapsed } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { SeverityBadge } from '@/pages/alerts/looks'
import { NewForward } from './NewForward'
import { KINDS } from './target'

/** Where alerts are told besides these pages, and how that goes. */
export function Forwards() {
  return <Only may="plugin.update"><List /></Only>
}

function List() {
  const { data, error, isPending, refetch } = useQuery(forwardsQuery)
  const [making, { open, close }] = useDisclosure()
  const add = <Button leftSection={<IconPlus size={16} />} onClick={open}>New forward</Button>
  return (
    <Page title="Forwards" lead="Where alerts are told besides these pages." actions={data && data.forwards.length > 0 && add}>
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.forwards.length === 0 && <Panel><Empty icon={IconSend} title="Alerts are told nowhere else yet">A webhook, Slack, a mailbox or syslog is told each new alert, and again when it gets worse. What cannot be delivered waits and is tried again, for three days.<div style={{ marginTop: 14 }}>{add}</div></Empty></Panel>}
      {data && data.forwards.length > 0 && (
        <Panel flush>
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing={8} aria-label="Forwards">
              <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Kind</Table.Th><Table.Th>Host</Table.Th><Table.Th>From</Table.Th><Table.Th>How it goes</Table.Th><Table.Th aria-label="Try" /><Table.Th aria-label="Actions" /></Table.Tr></Table.Thead>
              <Table.Tbody>{data.forwards.map((one) => <Row key={one.id} forward={one} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Panel>
      )}
      {data && data.forwards.length > 0 && <Text size="xs" c="dimmed" mt="sm">What cannot be delivered waits and is tried again for three days, less and less often. Whom an alert was told, and how often it was tried, is on the alert’s page.</Text>}
      {making && <NewForward onClose={close} />}
    </Page>
  )
}

function Row({ forward }: { forward: ForwardView }) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/forwards/{id}', { params: { path: { id: forward.id } } })),
    onSuccess: (list) => queries.setQueryData(forwardsQuery.queryKey, list),
  })
  const test = useMutation({ mutationFn: () => body(api.POST('/api/v1/forwards/{id}/test', { params: { path: { id: forward.id } } })) })
  return (
    <Table.Tr>
      <Table.Td fw={560}>{forward.name}{!forward.enabled && <Badge ml={6} color="gray">off</Badge>}</Table.Td>
      <Table.Td>{KINDS.find((one) => one.value === forward.kind)?.label ?? forward.kind}</Table.Td>
      <Table.Td className="mono">{forward.target_host}</Table.Td>
      <Table.Td><SeverityBadge severity={forward.min_severity} /></Table.Td>
      <Table.Td style={{ minWidth: 220 }}>
        <Group gap={8}>
          {forward.last_error ? <Badge color="red">failing</Badge> : forward.last_sent ? <Badge color="green">delivers</Badge> : <Badge color="gray">nothing told yet</Badge>}
          {forward.waiting > 0 && <Badge color="brass">{counted(forward.waiting, 'message')} {forward.waiting === 1 ? 'waits' : 'wait'}</Badge>}
          {forward.last_sent && <Text size="xs" c="dimmed">last <When at={forward.last_sent} /></Text>}
        </Group>
        {test.error && <Text size="xs" c="red" role="alert">{test.error.message}</Text>}
        {test.data && <Outcome told={test.data} />}
        {forward.last_error && <Text size="xs" c="red" style={{ overflowWrap: 'anywhere' }}><Words>{forward.last_error}</Words></Text>}
      </Table.Td>
      <Table.Td><Button size="compact-xs" variant="default" loading={test.isPending} onClick={() => test.mutate()} aria-label={`Send a test to ${forward.name}`}>Send a test</Button></Table.Td>
      <Table.Td><Sure really="Remove it" label={`Remove ${forward.name}`} busy={remove.isPending} failed={remove.error} onSure={() => remove.mutate()}>Remove…</Sure></Table.Td>
    </Table.Tr>
  )
}

const LOOKS: Record<string, { color: string; word: string }> = { taken: { color: 'green', word: 'Test taken' }, sent: { color: 'brass', word: 'Test sent' }, failed: { color: 'red', word: 'Test failed' } }

/** What the other side said to a test. */
function Outcome({ told }: { told: Schemas['ForwardTested'] }) {
  const look = LOOKS[told.outcome]
  return (
    <Text size="xs" c={told.outcome === 'failed' ? 'red' : undefined} role="status" mt={2} style={{ overflowWrap: 'anywhere' }}>
      <Badge color={look?.color ?? 'gray'} mr={6}>{look?.word ?? told.outcome}</Badge><Words>{told.message}</Words>{told.outcome === 'taken' && <> In {elapsed(told.elapsed_ms * 1000)}.</>}{told.hint && <> <Words>{told.hint}</Words></>}
    </Text>
  )
}
