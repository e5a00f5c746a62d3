import { Alert, Badge, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import { scimQuery } from '@/api/provision'
import { count } from '@/format/format'
import { Copy } from '@/look/Copy'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { ScimSettings } from './ScimSettings'
import { ScimTokens } from './ScimTokens'

/** SCIM: what to enter in Okta, whether Okta has called, and what was refused. Tokens are shown once. */
export function Scim() {
  const { data, error, refetch } = useQuery(scimQuery)
  const queries = useQueryClient()
  const renew = { onSuccess: () => queries.invalidateQueries({ queryKey: scimQuery.queryKey }) }
  const on = useMutation({ mutationFn: () => body(api.POST('/api/v1/integrations/okta/scim', { body: {} })), ...renew })
  const rotate = useMutation({ mutationFn: (overlap_h: number | undefined) => body(api.POST('/api/v1/integrations/okta/scim/token', { body: { overlap_h } })), ...renew })
  const off = useMutation({ mutationFn: () => body(api.DELETE('/api/v1/integrations/okta/scim')), ...renew })
  if (error) return <Panel title="SCIM provisioning"><Failure error={error} retry={() => refetch()} /></Panel>
  if (!data) return null
  const token = rotate.data?.token ?? on.data?.token
  const failed = on.error ?? rotate.error ?? off.error
  return (
    <Panel
      title={<Group gap={10}>SCIM provisioning <Badge color={data.on ? 'green' : 'gray'}>{data.on ? 'on' : 'off'}</Badge></Group>}
      actions={data.on ? (
        <Group gap={8}>
          <Button size="xs" variant="default" loading={rotate.isPending} onClick={() => rotate.mutate(undefined)}>New token</Button>
          {data.tokens.length > 0 && <Sure really="Revoke, and make a new one" size="xs" variant="default" busy={rotate.isPending} onSure={() => rotate.mutate(0)}>Revoke all…</Sure>}
          <Sure really="Switch off" size="xs" variant="default" busy={off.isPending} onSure={() => off.mutate()}>Switch off…</Sure>
        </Group>
      ) : <Button size="xs" loading={on.isPending} onClick={() => on.mutate()}>Switch on</Button>}
    >
      <Stack gap="md">
        {failed && <Failure error={failed} />}
        {token && data.on && (
          <Alert color="green" title="The token, shown this once">
            <Group gap={8} wrap="nowrap"><Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>{token}</Text><Copy value={token} label="Copy the token" /></Group>
            <Text size="sm" c="dimmed">Enter it in Okta as “HTTP Header” or “OAuth Bearer Token”. {rotate.variables === 0 ? 'The tokens before it are revoked: Okta’s calls are refused until it has this one.' : 'A token before it goes on working for a day.'}</Text>
          </Alert>
        )}
        {!data.on && <Text size="sm" c="dimmed">Off: Okta cannot create or deactivate people here at once. User sync does it after each scan.</Text>}
        {data.on && (
          <>
            <FactList
              facts={{
                'Base URL': <Group gap={8} wrap="nowrap"><Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>{data.base_url}</Text><Copy value={data.base_url} label="Copy the base URL" /></Group>,
                'Last call': data.last_call ? <When at={data.last_call.at} /> : 'Okta has not called yet',
                People: `${count(data.users)}, ${count(data.inactive_users)} of them deactivated`,
                Groups: count(data.groups),
              }}
            />
            <ScimTokens tokens={data.tokens} />
            <ScimSettings key={`${data.purge_after_days} ${data.requests_per_s}`} saved={data} />
            {data.refusals.length > 0 && (
              <Table aria-label="Refused calls">
                <Table.Thead><Table.Tr><Table.Th>Refused</Table.Th><Table.Th>Why</Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>
                  {data.refusals.slice(0, 10).map((one, at) => <Table.Tr key={`${one.call.at} ${at}`}><Table.Td><When at={one.call.at} /></Table.Td><Table.Td>{one.call.method} {one.call.path}: {one.reason}</Table.Td></Table.Tr>)}
                </Table.Tbody>
              </Table>
            )}
          </>
        )}
      </Stack>
    </Panel>
  )
}
