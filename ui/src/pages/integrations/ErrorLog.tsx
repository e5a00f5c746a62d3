import { Table, Text } from '@mantine/core'
import type { IntegrationView } from '@/api/types'
import { count } from '@/format/format'
import { Panel } from '@/look/Panel'
import { When } from '@/look/When'
import { Words } from '@/look/Words'

/** What failed last in each component: when, how often, and what to do. Nothing is shown where nothing failed. */
export function ErrorLog({ errors }: { errors: NonNullable<IntegrationView['errors']> }) {
  if (errors.length === 0) return null
  return (
    <Panel title="Error log">
      <Table aria-label="Error log" verticalSpacing={6}>
        <Table.Thead><Table.Tr><Table.Th>Component</Table.Th><Table.Th>What</Table.Th><Table.Th>Last</Table.Th><Table.Th>Times</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {errors.map((one) => (
            <Table.Tr key={`${one.component} ${one.message}`}>
              <Table.Td>{one.label}</Table.Td>
              <Table.Td><Text size="sm"><Words>{one.message}</Words></Text>{one.advice && <Text size="sm" c="dimmed"><Words>{one.advice}</Words></Text>}</Table.Td>
              <Table.Td><When at={one.last_at} /></Table.Td>
              <Table.Td>{one.count > 1 ? <>{count(one.count)} since <When at={one.first_at} /></> : 'once'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
}
