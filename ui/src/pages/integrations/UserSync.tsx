import { Alert, Badge, Button, Group, NumberInput, Select, Stack, Switch, TagsInput, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { useMay } from '@/api/permissions'
import { count, humane } from '@/format/format'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { Words } from '@/look/Words'

type Settings = Schemas['UserSyncSettings']
type Plan = Schemas['SyncPlanView']

const KEY = ['sync']
const SCOPES: { value: Schemas['SyncScope']; label: string }[] = [{ value: 'app', label: 'People assigned to an app' }, { value: 'groups', label: 'Members of groups' }, { value: 'all', label: 'Everybody' }]

/** User sync: who is kept in step with Okta, what the last run did, and a run that is held for a person's word. */
export function UserSync() {
  const may = useMay()
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => body(api.GET('/api/v1/integrations/okta/sync')), retry: false })
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: (approve: boolean) => body(api.POST('/api/v1/integrations/okta/sync/run', { body: { approve } })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: KEY }), queries.invalidateQueries({ queryKey: ['people'] })]),
  })
  if (error) return <Panel title="User sync"><Failure error={error} retry={() => refetch()} /></Panel>
  if (!data) return null
  const [last] = data.runs
  const isEditor = may('plugin.update')
  return (
    <Panel
      title={<Group gap={10}>User sync <Badge color={data.is_held ? 'red' : data.settings.enabled ? 'green' : 'gray'}>{data.is_held ? 'held' : data.settings.enabled ? 'on' : 'off'}</Badge></Group>}
      actions={isEditor && data.settings.enabled && <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate(false)}>Sync now</Button>}
    >
      <Stack gap="md">
        {data.is_held && (
          <Alert color="red" title="A run waits for your word">
            <Text size="sm">It would take more people’s access away than the brake allows{last?.plan.held && `: ${count(last.plan.held.removals)} of ${count(last.plan.held.active)}`}. Look at who, and go on only if that is what changed in Okta.</Text>
            {isEditor && <Sure really="Let it run" size="xs" variant="light" busy={run.isPending} onSure={() => run.mutate(true)}>Approve…</Sure>}
          </Alert>
        )}
        {run.error && <Failure error={run.error} />}
        {last && <div><Text size="sm" fw={560}>Last run <When at={last.ended_at} />: {humane(last.outcome).toLowerCase()}</Text><PlanFacts plan={last.plan} /></div>}
        {isEditor && <Form key={JSON.stringify(data.settings)} saved={data.settings} apps={data.apps} />}
      </Stack>
    </Panel>
  )
}

function PlanFacts({ plan }: { plan: Plan }) {
  const rows = Object.entries(plan.counts ?? {}).filter(([, number]) => number > 0)
  return (
    <>
      {plan.fault && <Text size="sm" c="red"><Words>{plan.fault}</Words></Text>}
      {rows.length === 0 && !plan.fault && <Text size="sm" c="dimmed">Nothing to do: everybody is in step.</Text>}
      <FactList facts={Object.fromEntries(rows.map(([name, number]) => [humane(name), `${count(number)}${plan.names?.[name]?.length ? `: ${plan.names[name].slice(0, 8).join(', ')}` : ''}`]))} />
      {plan.clashes?.map((one) => <Text key={one.okta_id} size="sm">{one.name} is taken by {one.taken_by}; left as it is.</Text>)}
    </>
  )
}

function Form({ saved, apps }: { saved: Settings; apps: readonly string[] }) {
  const [draft, setDraft] = useState(saved)
  const queries = useQueryClient()
  const plan = useMutation({ mutationFn: () => body(api.POST('/api/v1/integrations/okta/sync/plan', { body: draft })) })
  const save = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/integrations/okta/sync', { body: draft })),
    onSuccess: (view) => queries.setQueryData(KEY, view),
  })
  const change = (part: Partial<Settings>) => {
    setDraft({ ...draft, ...part })
    plan.reset()
  }
  return (
    <Stack gap="sm">
      <Switch label="Keep people in step with Okta" checked={draft.enabled ?? false} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
      <Group gap="sm" align="flex-end">
        <Select label="Who" w={250} allowDeselect={false} data={SCOPES} value={draft.scope ?? 'app'} onChange={(scope) => change({ scope: (scope ?? 'app') as Schemas['SyncScope'] })} />
        {(draft.scope ?? 'app') === 'app' && <Select label="App" w={260} searchable data={[...new Set([...apps, ...(draft.app ? [draft.app] : [])])]} value={draft.app ?? null} onChange={(app) => change({ app })} />}
        <NumberInput label="Brake, in percent" w={150} min={1} max={100} value={draft.brake_percent ?? 20} onChange={(value) => change({ brake_percent: Number(value) || 20 })} />
      </Group>
      {draft.scope === 'groups' && <TagsInput label="Groups" value={draft.groups ?? []} onChange={(groups) => change({ groups })} />}
      {plan.error && <Failure error={plan.error} />}
      {plan.data && <Alert color="tide" title="What this would do"><PlanFacts plan={plan.data} /></Alert>}
      {save.error && <Failure error={save.error} />}
      <Group><Button size="xs" variant="default" loading={plan.isPending} onClick={() => plan.mutate()}>What would this do?</Button><Button size="xs" loading={save.isPending} disabled={JSON.stringify(draft) === JSON.stringify(saved)} onClick={() => save.mutate()}>Save</Button></Group>
    </Stack>
  )
}
