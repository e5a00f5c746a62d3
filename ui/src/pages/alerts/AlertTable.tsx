import { Table, Text } from '@mantine/core'
import type { AlertRow } from '@/api/detections'
import { count } from '@/format/format'
import { LinkText } from '@/look/links'
import { When } from '@/look/When'
import { SeverityBadge, StatusBadge } from './looks'

/** Alerts, newest first; each leads to its page. */
export function AlertTable({ alerts }: { alerts: readonly AlertRow[] }) {
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table verticalSpacing={8}>
        <Table.Thead><Table.Tr><Table.Th w={96}>Severity</Table.Th><Table.Th>What</Table.Th><Table.Th>About</Table.Th><Table.Th>Status</Table.Th><Table.Th>Owner</Table.Th><Table.Th>Last seen</Table.Th><Table.Th ta="right">Findings</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {alerts.map((alert) => (
            <Table.Tr key={alert.id}>
              <Table.Td><SeverityBadge severity={alert.severity} /></Table.Td>
              <Table.Td><LinkText to="/alerts/$id" params={{ id: alert.id }} size="sm" fw={560}>{alert.title}</LinkText><Text size="xs" c="dimmed" className="mono">{alert.rule}</Text></Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{alert.identity ? <LinkText to="/activity/identity" search={{ name: alert.identity }} size="sm">{alert.identity}</LinkText> : alert.entity}</Table.Td>
              <Table.Td><StatusBadge status={alert.status} />{alert.from_history && <Text size="xs" c="dimmed">from history</Text>}</Table.Td>
              <Table.Td>{alert.owner ?? <span className="quiet">nobody</span>}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}><When at={alert.last_seen} /></Table.Td>
              <Table.Td ta="right" className="num">{count(alert.findings)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
