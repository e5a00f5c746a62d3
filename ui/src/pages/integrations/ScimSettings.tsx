import { Alert, Button, Group, List, NumberInput, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import { scimQuery, type ScimView } from '@/api/provision'
import { Failure } from '@/look/Failure'
import { scimEffects } from './effects'

/** How long records are kept and how many calls are answered, with what a change does before it is saved. */
export function ScimSettings({ saved: { purge_after_days, requests_per_s } }: { saved: ScimView }) {
  const saved = { purge_after_days, requests_per_s }
  const [draft, setDraft] = useState(saved)
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: () => body(api.PATCH('/api/v1/integrations/okta/scim', { body: draft })),
    onSuccess: (view) => queries.setQueryData(scimQuery.queryKey, view),
  })
  const effects = scimEffects(saved, draft)
  return (
    <Stack gap="sm" role="group" aria-label="Settings of SCIM">
      <Group gap="sm" align="flex-end">
        <NumberInput
          label="Days until a deactivated person’s record goes" description="0 removes it at once" w={300} maw="100%" min={0} max={3650} allowDecimal={false} value={draft.purge_after_days}
          onChange={(value) => setDraft({ ...draft, purge_after_days: value === '' ? saved.purge_after_days : Number(value) })}
        />
        <NumberInput
          label="Calls a second, at most" description="0 is no limit" w={200} maw="100%" min={0} max={100_000} allowDecimal={false} value={draft.requests_per_s}
          onChange={(value) => setDraft({ ...draft, requests_per_s: value === '' ? saved.requests_per_s : Number(value) })}
        />
      </Group>
      {effects.length > 0 && (
        <Alert role="status" color="tide" variant="outline" title="What this would change"><List size="sm">{effects.map((effect) => <List.Item key={effect}>{effect}</List.Item>)}</List></Alert>
      )}
      {save.error && <Failure error={save.error} />}
      <Group gap={8}>
        <Button size="xs" loading={save.isPending} disabled={effects.length === 0} onClick={() => save.mutate()} aria-label="Save the settings of SCIM">Save</Button>
        {effects.length > 0 && <Button size="xs" variant="subtle" color="gray" onClick={() => setDraft(saved)}>Undo</Button>}
        {save.isSuccess && effects.length === 0 && <Text size="sm" c="dimmed" role="status">Saved.</Text>}
      </Group>
    </Stack>
  )
}
