import { Alert, Button, Group, List, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import type { IntegrationView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'
import { SettingsFields } from './SettingsFields'

/** Settings of an integration; nothing changes before it is saved. */
export function SettingsCard({ integration, title = 'Settings' }: { integration: IntegrationView; title?: string }) {
  const saved = integration.settings
  const [settings, setSettings] = useState(saved)
  const queries = useQueryClient()
  const changed = JSON.stringify(settings) !== JSON.stringify(saved)
  const save = useMutation({
    mutationFn: () => body(api.PATCH('/api/v1/integrations/okta', { params: { query: { org: integration.org_url } }, body: settings })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['integrations'] }),
  })
  const would = useQuery({
    queryKey: ['settings-effects', integration.org_url, saved, settings], enabled: changed, retry: false,
    queryFn: () => body(api.PATCH('/api/v1/integrations/okta', { params: { query: { org: integration.org_url, dry_run: true } }, body: settings })),
  })
  return (
    <Panel title={title}>
      <SettingsFields settings={settings} onChange={setSettings} />
      {changed && would.data && would.data.effects && would.data.effects.length > 0 && (
        <Alert role="status" color="tide" variant="outline" mt="md" title="What this would change">
          <List size="sm">{would.data.effects.map((effect) => <List.Item key={effect}><Words>{effect}</Words></List.Item>)}</List>
        </Alert>
      )}
      {save.error && <Failure error={save.error} />}
      <Group mt="md">
        <Button size="xs" onClick={() => save.mutate()} loading={save.isPending} disabled={!changed}>Save</Button>
        {changed && <Button size="xs" variant="subtle" color="gray" onClick={() => setSettings(saved)}>Undo</Button>}
        {save.isSuccess && !changed && <Text size="sm" c="dimmed" role="status">Saved.</Text>}
      </Group>
    </Panel>
  )
}
