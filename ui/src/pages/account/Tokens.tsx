import { Badge, Button, Loader, Table, Text, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from '@/api/client'
import type { TokenView } from '@/api/types'
import { tokensQuery } from '@/api/tokens'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { RoleBadges } from '@/look/RoleBadges'
import { Sure } from '@/look/Sure'
import { When } from '@/look/When'
import { NewToken } from './NewToken'

/** API tokens of this server: for programs, psql and Grafana. A value is shown once, when it is made. */
export function Tokens({ own }: { own: readonly string[] }) {
  const [making, { open, close }] = useDisclosure()
  const { data, error, isPending, refetch } = useQuery(tokensQuery)
  return (
    <Panel title="API tokens" flush actions={<Button size="xs" leftSection={<IconPlus size={15} />} onClick={open}>Create token</Button>}>
      {isPending && <Loader size="sm" m="md" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.tokens.length === 0 && <Text size="sm" c="dimmed" p="md">None yet. A token lets programs ask the API, and is the password for psql, Grafana and Metabase.</Text>}
      {data && data.tokens.length > 0 && (
        <Table.ScrollContainer minWidth={680}>
          <Table verticalSpacing="xs">
            <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Roles</Table.Th><Table.Th>Made</Table.Th><Table.Th>Last used</Table.Th><Table.Th>Ends</Table.Th><Table.Th><VisuallyHidden>Actions</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{data.tokens.map((token) => <Row key={token.id} token={token} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <NewToken own={own} open={making} onClose={close} />
    </Panel>
  )
}

function Row({ token }: { token: TokenView }) {
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } })),
    onSuccess: (left) => queries.setQueryData(tokensQuery.queryKey, left),
  })
  return (
    <Table.Tr>
      <Table.Td fw={540}>{token.name}</Table.Td>
      <Table.Td><RoleBadges roles={token.roles} /></Table.Td>
      <Table.Td><When at={token.created_at} /> by {token.created_by}</Table.Td>
      <Table.Td><When at={token.last_used_at} never="never" /></Table.Td>
      <Table.Td>{token.expired ? <Badge color="gray">expired</Badge> : <When at={token.expires_at} never="never" />}</Table.Td>
      <Table.Td><Sure really="Revoke for good" label={`Revoke ${token.name}`} busy={revoke.isPending} failed={revoke.error} onSure={() => revoke.mutate()}>Revoke</Sure></Table.Td>
    </Table.Tr>
  )
}
