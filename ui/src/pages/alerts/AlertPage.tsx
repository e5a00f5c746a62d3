import { Badge, Button, Group, List, Loader, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core'
import { IconListSearch, IconRadar2, IconUserCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { alertQuery, type AlertView } from '@/api/detections'
import { useMay } from '@/api/permissions'
import { sessionQuery } from '@/api/session'
import { atTime, counted, humane } from '@/format/format'
import { At } from '@/look/At'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Actions } from './Actions'
import { Reach } from './Reach'
import classes from './alerts.module.css'
import { SeverityBadge, StatusBadge, STATUSES } from './looks'

/** One alert: why, on what it rests, what it endangers, what to do, and what people did with it. */
export function AlertPage() {
  return <Only may="alert.read"><One /></Only>
}

function One() {
  const { id } = useParams({ from: '/shell/alerts/$id' })
  const { data, error, isPending, refetch } = useQuery(alertQuery(id))
  if (isPending) return <Loader size="sm" m="lg" role="status" aria-label="Reading" />
  if (error) return <Page title="Alert" lead={<LinkText to="/alerts" size="sm">Alerts</LinkText>}><Failure error={error} retry={() => refetch()} /></Page>
  return <Known view={data} />
}

function Known({ view }: { view: AlertView }) {
  const may = useMay()
  const { alert, about, victim } = view
  const who = victim?.person || about.person
  return (
    <Page
      title={alert.title} lead={<Group gap={8}><LinkText to="/alerts" size="sm">Alerts</LinkText> <SeverityBadge severity={alert.severity} /> <StatusBadge status={alert.status} /> {alert.provisional && <Badge color="gray">may still change</Badge>} {alert.from_history && <Badge color="gray" title="Found in imported files or in events of long ago">from history</Badge>}</Group>}
      actions={(
        <>
          {view.q && <LinkButton to="/activity" search={{ q: view.q, from: '30d' }} variant="default" leftSection={<IconListSearch size={16} />}>Investigate</LinkButton>}
          {view.node && <LinkButton to="/paths" search={{ mode: 'blast', node: view.node }} variant="default" leftSection={<IconRadar2 size={16} />}>All that it reaches</LinkButton>}
        </>
      )}
    >
      <Stack gap="md">
        <Text size="sm" maw={900}>{view.description}</Text>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Panel title="About">
            <FactList
              facts={{
                Who: who && <LinkText to="/activity/identity" search={{ name: alert.identity || who }} size="sm">{alert.identity || who}</LinkText>,
                Account: victim ? victim.name || victim.id : about.actor_name || about.actor_id,
                'Done by': victim && (about.person ? <LinkText to="/activity/identity" search={{ name: about.person }} size="sm">{about.person}</LinkText> : about.actor_name || about.actor_id), From: [about.ip, about.country].filter(Boolean).join(', '), Session: about.session_id && <span className="mono">{about.session_id}</span>, Credential: about.credential_id && <span className="mono">{about.credential_id}</span>,
                Target: about.target && `${about.target}${about.target_kind ? `, ${about.target_kind}` : ''}`, ...Object.fromEntries(view.entity.filter(({ value }) => value !== about.session_id && value !== about.credential_id).map(({ column, value }) => [humane(column), value])),
                'First seen': <At at={alert.first_seen} />, 'Last seen': <At at={alert.last_seen} />, Findings: counted(alert.findings, 'finding'),
                Rule: <LinkText to="/rules/$id" params={{ id: alert.rule }} size="sm">{alert.rule}</LinkText>, 'MITRE ATT&CK': [...view.tactics, ...view.techniques].join(', '),
              }}
            />
          </Panel>
          <Work view={view} />
        </SimpleGrid>
        {view.node && <Panel title="What it reaches"><Reach node={view.node} /></Panel>}
        {may('plugin.update') && who && <Actions alert={alert.id} />}
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Panel title="What to do">
            {view.steps.length === 0 ? <Text size="sm" c="dimmed">The rule suggests nothing.</Text> : <List type="ordered" size="sm" spacing={6}>{view.steps.map((step) => <List.Item key={step}>{step}</List.Item>)}</List>}
            {view.false_positives.length > 0 && <><Text size="sm" fw={600} mt="md">When it means no harm</Text><List size="sm" spacing={4}>{view.false_positives.map((one) => <List.Item key={one}>{one}</List.Item>)}</List></>}
          </Panel>
          <Evidence view={view} />
        </SimpleGrid>
      </Stack>
    </Page>
  )
}

function Evidence({ view }: { view: AlertView }) {
  return (
    <Panel title="Evidence" flush actions={view.evidence_left_off > 0 && <Text size="xs" c="dimmed">and {counted(view.evidence_left_off, 'event')} more</Text>}>
      <ul className={classes.evidence}>
        {view.evidence.map((one) => (
          <li key={one.id}>
            <span className="num">{atTime(one.time)}</span><Badge color="gray">{one.source}</Badge>
            <span>{one.source === 'alert' ? <LinkText to="/alerts/$id" params={{ id: one.id }} size="sm">{one.event_type}</LinkText> : <LinkText to="/activity" search={{ q: view.q || undefined, from: 'all', event: one.id }} size="sm">{one.event_type}</LinkText>}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Status, owner, notes, and what was done before. */
function Work({ view }: { view: AlertView }) {
  const may = useMay()
  const session = useQuery(sessionQuery)
  const [note, setNote] = useState('')
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (wanted: Schemas['AlertChange']) => body(api.PATCH('/api/v1/alerts/{id}', { params: { path: { id: view.alert.id } }, body: wanted })),
    onSuccess: async (now) => {
      queries.setQueryData(alertQuery(view.alert.id).queryKey, now)
      setNote('')
      await Promise.all([queries.invalidateQueries({ queryKey: ['alerts', 'list'] }), queries.invalidateQueries({ queryKey: ['alerts', 'open'] })])
    },
  })
  const me = session.data?.principal?.name
  return (
    <Panel title="Work">
      {may('alert.update') && (
        <Stack gap="sm" mb="md">
          <Group align="flex-end" gap="sm">
            <Select label="Status" w={170} allowDeselect={false} data={STATUSES.map((value) => ({ value, label: humane(value) }))} value={view.alert.status} onChange={(status) => status && change.mutate({ status })} />
            {view.alert.owner === me ? <Button variant="default" onClick={() => change.mutate({ owner: '' })}>Give it back</Button> : me && <Button variant="default" leftSection={<IconUserCheck size={16} />} loading={change.isPending} onClick={() => change.mutate({ owner: me })}>Take it</Button>}
            <Text size="sm" c="dimmed">{view.alert.owner ? `${view.alert.owner} works on it` : 'nobody works on it'}</Text>
          </Group>
          <Textarea aria-label="Note" placeholder="What you found out" autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          {note.trim() !== '' && <Group><Button size="xs" loading={change.isPending} onClick={() => change.mutate({ note: note.trim() })}>Add the note</Button></Group>}
          {change.error && <Failure error={change.error} />}
        </Stack>
      )}
      {view.history.map((row) => (
        <Text key={`${row.at} ${row.action} ${row.detail}`} size="sm" py={2} component="div"><When at={row.at} /> <b>{row.actor}</b> <span className="quiet">{humane(row.action).toLowerCase()}</span> {row.action === 'note' ? row.detail : humane(row.detail)}</Text>
      ))}
      {view.deliveries.map((row) => <Text key={row.forward} size="sm" c={row.error ? 'red' : 'dimmed'}>{row.forward}: {humane(row.state).toLowerCase()}{row.error && `, ${row.error}`}</Text>)}
    </Panel>
  )
}
