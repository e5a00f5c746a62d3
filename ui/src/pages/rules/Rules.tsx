import { Badge, Group, Loader, Select, Switch, Table, Text, TextInput } from '@mantine/core'
import { IconPlus, IconSearch, IconShieldSearch } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, body } from '@/api/client'
import { rulesQuery, type RuleRow } from '@/api/detections'
import { useMay } from '@/api/permissions'
import { count, counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { SeverityBadge } from '@/pages/alerts/looks'
import { matching } from './filter'

/** The rules that judge events. */
export function Rules() {
  return <Only may="detection_rule.list"><All /></Only>
}

function All() {
  const may = useMay()
  const filter = useSearch({ from: '/shell/rules' })
  const navigate = useNavigate({ from: '/rules' })
  const { data, error, isPending, refetch } = useQuery(rulesQuery)
  const rules = matching(data?.rules ?? [], filter)
  const sources = [...new Set(data?.rules.flatMap((rule) => rule.sources))].toSorted()
  return (
    <Page
      title="Rules" wide lead={data ? `${counted(data.rules.filter((rule) => rule.enabled).length, 'rule')} of ${count(data.rules.length)} are on` : 'What is watched.'}
      actions={may('detection_rule.create') && <LinkButton to="/rules/new" leftSection={<IconPlus size={16} />}>New rule</LinkButton>}
    >
      <Group mb="sm" gap="sm">
        <TextInput leftSection={<IconSearch size={16} />} w={300} placeholder="Title, id or technique" aria-label="Filter rules" value={filter.q ?? ''} onChange={(event) => { const q = event.currentTarget.value; void navigate({ search: (now) => ({ ...now, q: q || undefined }), replace: true }) }} />
        <Select aria-label="Source" placeholder="Any source" clearable w={160} data={sources} value={filter.source ?? null} onChange={(source) => void navigate({ search: (now) => ({ ...now, source: source ?? undefined }), replace: true })} />
        <Select aria-label="State" placeholder="On, off, own" clearable w={170} data={[{ value: 'on', label: 'On' }, { value: 'off', label: 'Off' }, { value: 'tuned', label: 'Changed here' }, { value: 'own', label: 'Own' }]} value={filter.state ?? null} onChange={(state) => void navigate({ search: (now) => ({ ...now, state: (state ?? undefined) as typeof now.state }), replace: true })} />
      </Group>
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && rules.length === 0 && <Panel><Empty icon={IconShieldSearch} title="No rule matches">Clear a filter to see more.</Empty></Panel>}
      {rules.length > 0 && (
        <Panel flush>
          <Table.ScrollContainer minWidth={860}>
            <Table verticalSpacing={7}>
              <Table.Thead><Table.Tr><Table.Th w={60}>On</Table.Th><Table.Th w={96}>Severity</Table.Th><Table.Th>Rule</Table.Th><Table.Th>Sources</Table.Th><Table.Th>Kind</Table.Th><Table.Th ta="right">Open</Table.Th><Table.Th ta="right">Alerts</Table.Th><Table.Th>Last spoke</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{rules.map((rule) => <Row key={rule.id} rule={rule} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Panel>
      )}
    </Page>
  )
}

function Row({ rule }: { rule: RuleRow }) {
  const may = useMay()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (enabled: boolean) => body(api.PATCH('/api/v1/rules/{id}', { params: { path: { id: rule.id } }, body: { enabled } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['rules'] }),
  })
  return (
    <Table.Tr>
      <Table.Td><Switch size="sm" aria-label={`${rule.title} is on`} checked={change.isPending ? change.variables : rule.enabled} disabled={!may('detection_rule.update') || change.isPending} onChange={(event) => change.mutate(event.currentTarget.checked)} />{change.error && <Text size="xs" c="red">{change.error.message}</Text>}</Table.Td>
      <Table.Td><SeverityBadge severity={rule.severity} /></Table.Td>
      <Table.Td><LinkText to="/rules/$id" params={{ id: rule.id }} size="sm" fw={560}>{rule.title}</LinkText> {rule.tuned && <Badge ml={6} size="sm" color="brass">changed here</Badge>} {rule.origin === 'own' && <Badge ml={6} size="sm">own</Badge>}<Text size="xs" c="dimmed" className="mono">{rule.id}</Text></Table.Td>
      <Table.Td>{rule.sources.join(', ') || 'all'}</Table.Td>
      <Table.Td>{rule.kind.replaceAll('_', ' ')}</Table.Td>
      <Table.Td ta="right" className="num">{rule.open_alerts > 0 ? <LinkText to="/alerts" search={{ rule: rule.id }} size="sm">{count(rule.open_alerts)}</LinkText> : 0}</Table.Td>
      <Table.Td ta="right" className="num">{count(rule.alerts)}</Table.Td>
      <Table.Td><When at={rule.last_alert} never="never" /></Table.Td>
    </Table.Tr>
  )
}
