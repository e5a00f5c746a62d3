import { Badge, Button, Code, Group, List, Loader, Select, SimpleGrid, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { ruleQuery, type RuleView } from '@/api/detections'
import { useMay } from '@/api/permissions'
import { count, counted, elapsed } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { AlertTable } from '@/pages/alerts/AlertTable'
import { SEVERITIES, SeverityBadge } from '@/pages/alerts/looks'
import { parameterValue, selection } from './filter'

/** One rule: what it sees, what may be changed about it here, its examples, and what it would have said. */
export function RulePage() {
  return <Only may="access_graph.read"><One /></Only>
}

function One() {
  const { id } = useParams({ from: '/shell/rules/$id' })
  const { data, error, isPending, refetch } = useQuery(ruleQuery(id))
  if (isPending) return <Loader size="sm" m="lg" role="status" aria-label="Reading" />
  if (error) return <Page title="Rule" lead={<LinkText to="/rules" size="sm">Rules</LinkText>}><Failure error={error} retry={() => refetch()} /></Page>
  return <Known key={JSON.stringify([data.parameters, data.exceptions])} view={data} />
}

function useChange(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wanted: Schemas['RuleChange']) => body(api.PATCH('/api/v1/rules/{id}', { params: { path: { id } }, body: wanted })),
    onSuccess: async (now) => {
      queries.setQueryData(ruleQuery(id).queryKey, now)
      await queries.invalidateQueries({ queryKey: ['rules'], exact: true })
    },
  })
}

function Known({ view }: { view: RuleView }) {
  const may = useMay()
  const { rule } = view
  const change = useChange(rule.id)
  const isEditor = may('plugin.update')
  return (
    <Page
      title={rule.title} lead={<Group gap={8}><LinkText to="/rules" size="sm">Rules</LinkText> <Code>{rule.id}</Code> <SeverityBadge severity={rule.severity} /> {rule.tuned && <Badge color="brass">changed here</Badge>}</Group>}
      actions={<Switch label={rule.enabled ? 'On' : 'Off'} checked={rule.enabled} disabled={!isEditor || change.isPending} onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })} />}
    >
      <Stack gap="md">
        {change.error && <Failure error={change.error} />}
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Panel title="What it sees">
            <Text size="sm" style={{ whiteSpace: 'pre-line' }}>{view.description}</Text>
            {view.steps.length > 0 && <><Text size="sm" fw={600} mt="sm">What to do</Text><List type="ordered" size="sm">{view.steps.map((step) => <List.Item key={step}>{step}</List.Item>)}</List></>}
            {view.false_positives.length > 0 && <><Text size="sm" fw={600} mt="sm">When it means no harm</Text><List size="sm">{view.false_positives.map((one) => <List.Item key={one}>{one}</List.Item>)}</List></>}
            <Text size="xs" c="dimmed" mt="sm">{[rule.kind.replaceAll('_', ' '), view.by.length > 0 && `by ${view.by.join(', ')}`, ...rule.tactics, ...rule.techniques].filter(Boolean).join(' · ')}</Text>
          </Panel>
          <Stack gap="md">
            <Tuning view={view} isEditor={isEditor} />
            <Panel title="Examples">
              {view.examples.length === 0 && <Text size="sm" c="dimmed">The rule brings none.</Text>}
              {view.examples.map((one) => (
                <Group key={one.name} gap={8} py={2} wrap="nowrap">{one.passed ? <IconCircleCheck size={17} color="var(--mantine-color-green-6)" role="img" aria-label="As it says" /> : <IconCircleX size={17} color="var(--mantine-color-red-6)" role="img" aria-label="Not as it says" />}<Text size="sm">{one.name}</Text><Text size="xs" c="dimmed" ml="auto">{one.alerts === 0 ? 'stays quiet' : counted(one.alerts, 'alert')}</Text></Group>
              ))}
            </Panel>
          </Stack>
        </SimpleGrid>
        <Exceptions view={view} isEditor={isEditor} />
        <Replay id={rule.id} />
        <Panel title={view.file}><Code block style={{ maxHeight: 420, overflow: 'auto', fontSize: 12 }}>{view.text}</Code></Panel>
      </Stack>
    </Page>
  )
}

function Tuning({ view, isEditor }: { view: RuleView; isEditor: boolean }) {
  const change = useChange(view.rule.id)
  const [values, setValues] = useState<Record<string, string[]>>({})
  const isChanged = Object.keys(values).length > 0
  const save = () => {
    const wanted = view.parameters.filter((one) => one.tuned || values[one.name]).map((one) => [one.name, parameterValue(values[one.name] ?? one.values)])
    change.mutate({ parameters: Object.fromEntries(wanted) })
  }
  return (
    <Panel title="Tuning">
      <Stack gap="sm">
        <Select label="Severity" w={220} disabled={!isEditor} data={[{ value: '', label: 'As the rule says' }, ...SEVERITIES.map((value) => ({ value, label: value }))]} allowDeselect={false} value={view.severity_set ?? ''} onChange={(severity) => change.mutate({ severity: severity ?? '' })} />
        {view.parameters.map((one) => <TagsInput key={one.name} label={one.name} description={one.meaning} disabled={!isEditor} value={values[one.name] ?? one.values} onChange={(next) => setValues({ ...values, [one.name]: next })} />)}
        {change.error && <Failure error={change.error} />}
        {isChanged && <Group><Button size="xs" loading={change.isPending} onClick={save}>Save</Button><Button size="xs" variant="subtle" color="gray" onClick={() => setValues({})}>Undo</Button></Group>}
        {view.parameters.some((one) => one.tuned) && isEditor && <Group><Button size="xs" variant="default" onClick={() => change.mutate({ parameters: {} })}>Back to the rule’s own values</Button></Group>}
      </Stack>
    </Panel>
  )
}

function Exceptions({ view, isEditor }: { view: RuleView; isEditor: boolean }) {
  const change = useChange(view.rule.id)
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const read = text.trim() === '' ? undefined : selection(text)
  const add = () => {
    if (read && 'when' in read) change.mutate({ exceptions: [...view.exceptions, { reason: reason.trim(), when: read.when as Record<string, never> }] })
  }
  return (
    <Panel title="Exceptions" actions={<Text size="xs" c="dimmed">events that this rule does not see</Text>}>
      {view.exceptions.length === 0 && <Text size="sm" c="dimmed">None.</Text>}
      {view.exceptions.map((one, at) => (
        <Group key={JSON.stringify(one)} justify="space-between" py={4}>
          <Text size="sm"><Code>{JSON.stringify(one.when)}</Code> {one.reason}{one.until && `, until ${one.until}`}</Text>
          {isEditor && <Sure really="Remove" busy={change.isPending} onSure={() => change.mutate({ exceptions: view.exceptions.filter((_, index) => index !== at) })}>Remove</Sure>}
        </Group>
      ))}
      {isEditor && (
        <Stack gap="xs" mt="sm">
          <Textarea aria-label="Which events" placeholder='{"ip|cidr": "192.0.2.0/24"}' value={text} onChange={(event) => setText(event.currentTarget.value)} error={read && 'problem' in read ? read.problem : undefined} autosize styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }} />
          <Group gap="sm"><TextInput aria-label="Why" placeholder="Why" style={{ flex: 1 }} value={reason} onChange={(event) => setReason(event.currentTarget.value)} /><Button variant="default" loading={change.isPending} disabled={!read || 'problem' in read || reason.trim() === ''} onClick={add}>Add</Button></Group>
          {change.error && <Failure error={change.error} />}
        </Stack>
      )}
    </Panel>
  )
}

/** What the rule would have said about what is kept; nothing is raised. */
function Replay({ id }: { id: string }) {
  const [from, setFrom] = useState('30d')
  const replay = useMutation({ mutationFn: () => body(api.POST('/api/v1/rules/{id}/replay', { params: { path: { id }, query: { from } } })) })
  return (
    <Panel title="Replay" flush actions={(
      <Group gap="xs" wrap="nowrap">
        <Select size="xs" w={150} aria-label="Time" allowDeselect={false} data={[{ value: '24h', label: '24 hours' }, { value: '7d', label: '7 days' }, { value: '30d', label: '30 days' }, { value: '90d', label: '90 days' }]} value={from} onChange={(value) => setFrom(value ?? '30d')} />
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} loading={replay.isPending} onClick={() => replay.mutate()}>Run over it</Button>
      </Group>
    )}>
      {!replay.data && !replay.error && <Text size="sm" c="dimmed" p="md">Runs the rule, as it is set now, over the events that are kept, and shows what it would have said. Nothing is raised.</Text>}
      {replay.error && <Failure error={replay.error} />}
      {replay.data && (
        <div role="status">
          <Text size="sm" p="md">{replay.data.alerts.length + replay.data.alerts_left_off === 0 ? 'It would have said nothing' : `It would have raised ${counted(replay.data.alerts.length + replay.data.alerts_left_off, 'alert')}`}: {counted(replay.data.events, 'event')} looked at, {count(replay.data.hits)} touched it, {elapsed(replay.data.elapsed_ms * 1000)}.</Text>
          {replay.data.alerts.length > 0 && <AlertTable alerts={replay.data.alerts.slice(0, 100)} />}
        </div>
      )}
    </Panel>
  )
}
