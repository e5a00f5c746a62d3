import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import { useMay } from '@/api/permissions'
import { Failure } from '@/look/Failure'
import { Words } from '@/look/Words'

/** A look at an OpenID Connect provider without a sign-in: its description, its keys, and whether it takes the client. */
export function ProviderCheck({ name }: { name: string }) {
  const may = useMay()
  const look = useMutation({ mutationFn: () => body(api.POST('/api/v1/connectors/{name}/check', { params: { path: { name } } })) })
  if (!may('saml.use')) return null
  const seen = look.data
  const isGood = seen?.client_taken === true
  return (
    <>
      <Group justify="flex-end"><Button size="compact-xs" variant="default" leftSection={<IconRefresh size={14} />} loading={look.isPending} onClick={() => look.mutate()}>Ask Okta whether it takes the client</Button></Group>
      {look.error && <Failure error={look.error} />}
      {seen && (
        <Alert role="status" color={isGood ? 'green' : 'brass'} p="xs" px="sm" icon={isGood ? <IconCircleCheck size={18} /> : <IconAlertTriangle size={18} />}>
          <Text size="sm" fw={540}>{isGood ? 'Okta takes this client.' : <Words>{seen.message ?? ''}</Words>}</Text>
          {seen.advice && <Text size="sm"><Words>{seen.advice}</Words></Text>}
          <Text size="xs" c="dimmed">{seen.issuer} signs with {seen.keys.join(', ')}</Text>
        </Alert>
      )}
    </>
  )
}
