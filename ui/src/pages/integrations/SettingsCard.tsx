import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import type { IntegrationView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
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
  return (
    <Panel title={title}>
      <SettingsFields settings={settings} onChange={setSettings} />
      {save.error && <Failure error={save.error} />}
      <Group mt="md">
        <Button size="xs" onClick={() => save.mutate()} loading={save.isPending} disabled={!changed}>Save</Button>
        {changed && <Button size="xs" variant="subtle" color="gray" onClick={() => setSettings(saved)}>Undo</Button>}
        {save.isSuccess && !changed && <Text size="sm" c="dimmed" role="status">Saved.</Text>}
      </Group>
    </Panel>
  )
}
