import { Alert, Badge, Button, Code, Group, List, Loader, Select, SimpleGrid, Stack, Switch, TagsInput, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPlayerPause } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, body } from '@/api/client'
import { ruleQuery, type RuleView } from '@/api/detections'
import { useMay } from '@/api/permissions'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { SEVERITIES, SeverityBadge } from '@/pages/alerts/looks'
import { Exceptions } from './Exceptions'
import { parameterValue } from './filter'
import { Replay } from './Replay'
import { useRuleChange } from './useRuleChange'

/** One rule: what it sees, what may be changed about it here, its examples, and what it would have said. */
export function RulePage() {
  return <Only may="detection_rule.list"><One /></Only>
}

function One() {
  const { id } = useParams({ from: '/shell/rules/$id' })
  const { data, error, isPending, refetch } = useQuery(ruleQuery(id))
  if (isPending) return <Loader size="sm" m="lg" role="status" aria-label="Reading" />
  if (error) return <Page title="Rule" lead={<LinkText to="/rules" size="sm">Rules</LinkText>}><Failure error={error} retry={() => refetch()} /></Page>
  return <Known key={JSON.stringify([data.parameters, data.exceptions])} view={data} />
}

function Known({ view }: { view: RuleView }) {
  const may = useMay()
  const { rule } = view
  const change = useRuleChange(rule.id)
  const isEditor = may('detection_rule.update')
  return (
    <Page
      title={rule.title} lead={<Group gap={8}><LinkText to="/rules" size="sm">Rules</LinkText> <Code>{rule.id}</Code> <SeverityBadge severity={rule.severity} /> {rule.tuned && <Badge color="brass">changed here</Badge>}</Group>}
      actions={<Switch label={rule.enabled ? 'On' : 'Off'} checked={rule.enabled} disabled={!isEditor || change.isPending} onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })} />}
    >
      <Stack gap="md">
        {change.error && <Failure error={change.error} />}
        {rule.origin === 'own' && !rule.enabled && (
          <Alert role="note" color="tide" icon={<IconPlayerPause size={18} />} title="This rule is off, and says nothing">
            <Text size="sm">Run it over the events that are kept, below: what would it have said? If that is what you want to hear, switch it on.</Text>
            {isEditor && <Button size="xs" mt="sm" loading={change.isPending} onClick={() => change.mutate({ enabled: true })}>Switch it on</Button>}
          </Alert>
        )}
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
        <Panel title={view.file} actions={isEditor && <OwnFile view={view} />}><Code block tabIndex={0} role="region" aria-label="The rule’s file" style={{ maxHeight: 420, overflow: 'auto', fontSize: 12 }}>{view.text}</Code></Panel>
      </Stack>
    </Page>
  )
}

/** What may be done to the file: one's own is changed or removed, a shipped one is the beginning of one's own. */
function OwnFile({ view: { rule } }: { view: RuleView }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/rules/{id}', { params: { path: { id: rule.id } } })),
    onSuccess: async () => {
      await navigate({ to: '/rules' })
      await queries.invalidateQueries({ queryKey: ['rules'] })
    },
  })
  if (rule.origin !== 'own') return <LinkButton size="xs" variant="default" to="/rules/new" search={{ like: rule.id }}>Begin a rule of one’s own with it</LinkButton>
  return (
    <Group gap={8} wrap="nowrap">
      <LinkButton size="xs" variant="default" to="/rules/new" search={{ edit: rule.id }}>Change the file</LinkButton>
      <Sure really={`Remove ${rule.id}`} size="xs" variant="light" busy={remove.isPending} failed={remove.error} onSure={() => remove.mutate()}>Remove…</Sure>
    </Group>
  )
}

function Tuning({ view, isEditor }: { view: RuleView; isEditor: boolean }) {
  const change = useRuleChange(view.rule.id)
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
