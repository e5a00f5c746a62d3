import { Alert, Badge, Button, Group, Loader, SegmentedControl, Stack, TagsInput, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body, type Schemas } from '@/api/client'
import { listsPreviewQuery, listsQuery } from '@/api/provision'
import { count } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'

type Settings = Schemas['ListSyncSettings']

/** App and group sync: its filters with what they take now. It begins with Access Lists, and says so. */
export function ListsStep() {
  const { data, error, refetch } = useQuery(listsQuery)
  if (error) return <Panel title="App and group sync"><Failure error={error} retry={() => refetch()} /></Panel>
  if (!data) return <Loader size="sm" role="status" aria-label="Reading" />
  return <Form key={JSON.stringify(data.settings)} saved={data.settings} begins={data.begins} />
}

function Form({ saved, begins }: { saved: Settings; begins: string }) {
  const [draft, setDraft] = useState(saved)
  const [asked] = useDebouncedValue(draft, 300)
  const queries = useQueryClient()
  const preview = useQuery({ ...listsPreviewQuery(asked), placeholderData: (before) => before })
  const save = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/integrations/okta/lists', { body: draft })),
    onSuccess: (view) => queries.setQueryData(listsQuery.queryKey, view),
  })
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved)
  return (
    <Panel title="App and group sync">
      <Stack gap="md">
        <Alert role="note" color="brass" p="xs" px="sm"><Text size="sm"><Words>{begins}</Words></Text></Alert>
        <Filter label="Apps" filter={draft.apps ?? {}} found={preview.data?.apps} onChange={(apps) => setDraft({ ...draft, apps })} />
        <Filter label="Groups" filter={draft.groups ?? {}} found={preview.data?.groups} onChange={(groups) => setDraft({ ...draft, groups })} />
        {preview.error && <Failure error={preview.error} />}
        <TagsInput label="Default owners" description="Names of people here, for lists that name no owner" value={draft.default_owners ?? []} onChange={(default_owners) => setDraft({ ...draft, default_owners })} error={preview.data && preview.data.unknown_owners.length > 0 ? `Nobody here is called ${preview.data.unknown_owners.join(', ')}` : undefined} />
        <div>
          <Text size="sm" fw={500} mb={4}>Direction</Text>
          <SegmentedControl
            aria-label="Direction" data={[{ value: 'both', label: 'Both ways' }, { value: 'read', label: 'Read only' }]} value={(draft.bidirectional ?? true) ? 'both' : 'read'}
            onChange={(way) => setDraft({ ...draft, bidirectional: way === 'both' })}
          />
          <Text size="xs" c="dimmed" mt={4}>{(draft.bidirectional ?? true) ? 'Changes of a list are made in Okta; the credential then needs okta.groups.manage and okta.apps.manage.' : 'Lists follow Okta, and nothing is changed there.'}</Text>
        </div>
        {save.error && <Failure error={save.error} />}
        <Group>
          <Button size="xs" loading={save.isPending} disabled={!isChanged || preview.error !== null} onClick={() => save.mutate()}>Save</Button>
          {isChanged && <Button size="xs" variant="subtle" color="gray" onClick={() => setDraft(saved)}>Undo</Button>}
          {save.isSuccess && !isChanged && <Text size="sm" c="dimmed" role="status">Saved.</Text>}
        </Group>
      </Stack>
    </Panel>
  )
}

function Filter({ label, filter, found, onChange }: { label: string; filter: Schemas['NameFilter']; found?: Schemas['FilterPreview']; onChange: (filter: Schemas['NameFilter']) => void }) {
  return (
    <div role="group" aria-label={label}>
      <Group gap={8} mb={4}><Text fw={600} size="sm">{label}</Text>{found && <Badge color="tide" variant="light">{count(found.matched)} of {count(found.of)}</Badge>}</Group>
      <Group grow align="flex-start" gap="sm">
        <TagsInput label={`${label} to include`} description="* stands for any text, ^…$ is a regular expression; none is all" value={filter.include ?? []} onChange={(include) => onChange({ ...filter, include })} />
        <TagsInput label={`${label} to leave out`} description="What is left out stays out" value={filter.exclude ?? []} onChange={(exclude) => onChange({ ...filter, exclude })} />
      </Group>
      {found && <Text size="xs" c="dimmed" mt={4}>{found.names.join(', ')}{found.matched > found.names.length && ', …'}</Text>}
      {found && found.idle.length > 0 && <Text size="xs" c="orange" mt={2}>No name is like {found.idle.join(', ')}</Text>}
    </div>
  )
}
