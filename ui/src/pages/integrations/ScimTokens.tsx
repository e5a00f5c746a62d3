import { Table, Text } from '@mantine/core'
import type { ScimView } from '@/api/provision'
import { When } from '@/look/When'

/** Tokens that hold: when each was made, was used last, and ends. Their values are nowhere any more. */
export function ScimTokens({ tokens }: { tokens: ScimView['tokens'] }) {
  if (tokens.length === 0) return <Text size="sm" role="note">There is no token: every call of Okta is refused. Make one, and enter it in Okta.</Text>
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label="Tokens" verticalSpacing={6}>
        <Table.Thead><Table.Tr><Table.Th>Token</Table.Th><Table.Th>Made</Table.Th><Table.Th>Last used</Table.Th><Table.Th>Ends</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td className="mono">{token.id.slice(0, 8)}</Table.Td>
              <Table.Td><When at={token.created_at} /></Table.Td>
              <Table.Td><When at={token.last_used_at} never="never" /></Table.Td>
              <Table.Td><When at={token.expires_at} never="no end" /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
