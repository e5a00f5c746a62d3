import { Alert, Button, Group, List, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from '@/api/client'
import { connectorQuery, type ConnectorView } from '@/api/connectors'
import { useMay } from '@/api/permissions'
import { Failure } from '@/look/Failure'
import { When } from '@/look/When'
import { Words } from '@/look/Words'

/** How reading the metadata again by itself goes, and what waits for somebody's word. */
export function Refresh({ connector, refresh }: { connector: ConnectorView; refresh: Schemas['RefreshView'] }) {
  const may = useMay()
  const queries = useQueryClient()
  const read = useMutation({
    mutationFn: () => body(api.POST('/api/v1/connectors/{name}/refresh', { params: { path: { name: connector.name } } })),
    onSuccess: (now) => queries.setQueryData(connectorQuery(connector.name).queryKey, now),
  })
  const again = may('saml.update') && <Button size="compact-xs" variant="default" leftSection={<IconRefresh size={14} />} loading={read.isPending} onClick={() => read.mutate()}>Read the metadata now</Button>
  const times = <Text size="xs" c="dimmed">Metadata read <When at={refresh.read_at} never="not yet" />{refresh.next_at && <>, next <When at={refresh.next_at} /></>}</Text>
  return (
    <>
      {read.error && <Failure error={read.error} />}
      {refresh.message ? (
        <Alert role="note" color="brass" p="xs" px="sm" icon={<IconAlertTriangle size={18} />}>
          <Text size="sm" fw={540}><Words>{refresh.message}</Words></Text>
          {refresh.changes.length > 0 && <List size="sm" my={4}>{refresh.changes.map((change) => <List.Item key={change}><Words>{change}</Words></List.Item>)}</List>}
          {refresh.advice && <Text size="sm"><Words>{refresh.advice}</Words></Text>}
          <Group justify="space-between" mt={6}>{times}{again}</Group>
        </Alert>
      ) : (
        <Group justify="space-between">{times}{again}</Group>
      )}
    </>
  )
}
