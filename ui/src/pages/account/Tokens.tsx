import { Badge, Button, Group, Loader, Table, Text, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import type { TokenView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { NewToken } from './NewToken'

/** API tokens of this server: for programs, psql and Grafana. A value is shown once, when it is made. */
export function Tokens() {
  const [making, { open, close }] = useDisclosure()
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['tokens'], queryFn: () => body(api.GET('/api/v1/tokens')) })
  return (
    <Panel title="API tokens" flush actions={<Button size="xs" leftSection={<IconPlus size={15} />} onClick={open}>Create token</Button>}>
      {isPending && <Loader size="sm" m="md" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data?.tokens.length === 0 && <Text size="sm" c="dimmed" p="md">None yet. A token lets programs ask the API, and is the password for psql, Grafana and Metabase.</Text>}
      {data && data.tokens.length > 0 && (
        <Table.ScrollContainer minWidth={680}>
          <Table verticalSpacing="xs">
            <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>May</Table.Th><Table.Th>Made</Table.Th><Table.Th>Last used</Table.Th><Table.Th>Ends</Table.Th><Table.Th><VisuallyHidden>Actions</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{data.tokens.map((token) => <Row key={token.id} token={token} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <NewToken open={making} onClose={close} />
    </Panel>
  )
}

function Row({ token }: { token: TokenView }) {
  const [sure, setSure] = useState(false)
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } })),
    onSuccess: (left) => queries.setQueryData(['tokens'], left),
  })
  return (
    <Table.Tr>
      <Table.Td fw={540}>{token.name}</Table.Td>
      <Table.Td>{token.role === 'admin' ? <Badge color="red">everything</Badge> : <Badge>read</Badge>}</Table.Td>
      <Table.Td><When at={token.created_at} /> by {token.created_by}</Table.Td>
      <Table.Td><When at={token.last_used_at} never="never" /></Table.Td>
      <Table.Td>{token.expired ? <Badge color="gray">expired</Badge> : <When at={token.expires_at} never="never" />}</Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          {revoke.error && <Text size="xs" c="red">{revoke.error.message}</Text>}
          {sure ? (
            <>
              <Button size="compact-xs" color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>Revoke for good</Button>
              <Button size="compact-xs" variant="default" onClick={() => setSure(false)}>Keep</Button>
            </>
          ) : <Button size="compact-xs" variant="subtle" color="red" onClick={() => setSure(true)} aria-label={`Revoke ${token.name}`}>Revoke</Button>}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
