import { Badge, Table, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { agentName } from './agent'
import { Hint } from './Hint'
import { When } from './When'

type Session = Schemas['SessionEntry']

/** Sessions in browsers, newest first. */
export function SessionTable({ sessions, action }: { sessions: readonly Session[]; action?: (session: Session) => ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Browser</Table.Th><Table.Th>From</Table.Th><Table.Th>Way</Table.Th><Table.Th>Began</Table.Th><Table.Th>Last seen</Table.Th><Table.Th>Ends</Table.Th>
            {action && <Table.Th><VisuallyHidden>Actions</VisuallyHidden></Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <Table.Tr key={session.id}>
              <Table.Td><Hint label={session.user_agent || 'It did not name itself'}><span>{agentName(session.user_agent)}</span></Hint> {session.is_current && <Badge ml={6} size="sm" color="green">this one</Badge>}</Table.Td>
              <Table.Td className="mono">{session.address || '–'}</Table.Td>
              <Table.Td>{session.connector ?? 'password'}</Table.Td>
              <Table.Td><When at={session.created_at} /></Table.Td>
              <Table.Td><When at={session.last_seen_at} /></Table.Td>
              <Table.Td><When at={session.expires_at} /></Table.Td>
              {action && <Table.Td ta="right">{action(session)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
