import { Alert, Button, Group, List, NumberInput, Select, Stack, Switch, TagsInput, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { syncQuery, type SyncSettings } from '@/api/provision'
import { useMay } from '@/api/permissions'
import { rolesQuery } from '@/api/roles'
import { Failure } from '@/look/Failure'
import { SyncPlan } from './SyncPlan'
import { syncEffects } from './effects'
import { mustLookFirst } from './look'

/** The role that user sync gives unless it is set otherwise. */
const USUAL_ROLE = 'okta-requester'

const SCOPES: { value: Schemas['SyncScope']; label: string }[] = [{ value: 'app', label: 'People assigned to an app' }, { value: 'groups', label: 'Members of groups' }, { value: 'all', label: 'Everybody' }]

/** Settings of user sync. Before it is switched on, or turned to other people, the plan must have been looked at. */
export function SyncForm({ saved, apps }: { saved: SyncSettings; apps: readonly string[] }) {
  const [draft, setDraft] = useState(saved)
  const queries = useQueryClient()
  const plan = useMutation({ mutationFn: () => body(api.POST('/api/v1/integrations/okta/sync/plan', { body: draft })) })
  const save = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/integrations/okta/sync', { body: draft })),
    onSuccess: (view) => queries.setQueryData(syncQuery.queryKey, view),
  })
  const change = (part: Partial<SyncSettings>) => {
    setDraft({ ...draft, ...part })
    plan.reset()
  }
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved)
  const effects = syncEffects(saved, draft)
  const isUnseen = mustLookFirst(saved, draft) && plan.data === undefined
  return (
    <Stack gap="sm">
      <Switch label="Keep people in step with Okta" checked={draft.enabled ?? false} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
      <Group gap="sm" align="flex-end">
        <Select label="Who" w={250} allowDeselect={false} data={SCOPES} value={draft.scope ?? 'app'} onChange={(scope) => change({ scope: (scope ?? 'app') as Schemas['SyncScope'] })} />
        {(draft.scope ?? 'app') === 'app' && <Select label="App" w={260} searchable data={[...new Set([...apps, ...(draft.app ? [draft.app] : [])])]} value={draft.app ?? null} onChange={(app) => change({ app })} />}
        <NumberInput label="Brake, in percent" w={150} min={1} max={100} value={draft.brake_percent ?? 20} onChange={(value) => change({ brake_percent: Number(value) || 20 })} />
        <NumberInput label="Brake, in people" w={150} min={0} placeholder="the share alone" value={draft.brake_count ?? ''} onChange={(value) => change({ brake_count: value === '' ? null : Number(value) })} />
      </Group>
      {draft.scope === 'groups' && <TagsInput label="Groups" value={draft.groups ?? []} onChange={(groups) => change({ groups })} />}
      <Role role={draft.role} onChange={(role) => change({ role })} />
      <NumberInput
        label="Days until an inactive person’s record goes" description="0 removes it with the run" w={300} maw="100%" min={0} max={3650} allowDecimal={false} value={draft.purge_days ?? 30}
        onChange={(value) => change({ purge_days: value === '' ? 30 : Number(value) })}
      />
      {effects.length > 0 && <Alert role="status" color="tide" variant="outline" title="What this would change"><List size="sm">{effects.map((effect) => <List.Item key={effect}>{effect}</List.Item>)}</List></Alert>}
      {plan.error && <Failure error={plan.error} />}
      {plan.data && <Alert role="status" color="tide" variant="outline" title="What this would do"><SyncPlan plan={plan.data} /></Alert>}
      {save.error && <Failure error={save.error} />}
      <Group>
        <Button size="xs" variant={isUnseen ? 'filled' : 'default'} loading={plan.isPending} onClick={() => plan.mutate()}>What would this do?</Button>
        <Button size="xs" variant={isUnseen ? 'default' : 'filled'} loading={save.isPending} disabled={!isChanged || isUnseen} onClick={() => save.mutate()}>Save</Button>
        {isUnseen && isChanged && <Text size="xs" c="dimmed">Look at what it would do, then save.</Text>}
      </Group>
    </Stack>
  )
}

/** The role that everybody gets whom user sync makes, or none. */
function Role({ role, onChange }: { role: string | null | undefined; onChange: (role: string | null) => void }) {
  const { data } = useQuery({ ...rolesQuery, enabled: useMay()('role.list') })
  const names = new Set([...(data?.roles.map((one) => one.name) ?? []), role ?? USUAL_ROLE, USUAL_ROLE])
  return (
    <Group gap="sm" align="flex-end">
      <Switch label="Give everybody a role" description="Whom user sync makes" checked={typeof role === 'string'} onChange={(event) => onChange(event.currentTarget.checked ? USUAL_ROLE : null)} />
      {typeof role === 'string' && <Select label="Role" w={220} allowDeselect={false} searchable data={[...names].toSorted()} value={role} onChange={(name) => onChange(name ?? USUAL_ROLE)} />}
    </Group>
  )
}
