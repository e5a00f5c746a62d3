import { Progress, Table, Text } from '@mantine/core'
import type { IntegrationView } from '@/api/types'
import { count } from '@/format/format'
import { Panel } from '@/look/Panel'
import classes from './integrations.module.css'

/** How much of Okta's rate limits the last scan used, by the endpoints that share one. */
export function Budget({ rows }: { rows: IntegrationView['budget'] }) {
  if (rows.length === 0) return null
  const refused = rows.reduce((sum, row) => sum + row.limited, 0)
  return (
    <Panel title="Okta’s rate limits" flush actions={<Text size="xs" c={refused > 0 ? 'red' : 'dimmed'}>{refused > 0 ? `${count(refused)} requests of the last scan were refused` : 'no request of the last scan was refused'}</Text>}>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} className={classes.budget}>
          <Table.Thead><Table.Tr><Table.Th>Endpoints</Table.Th><Table.Th>Requests of the scan</Table.Th><Table.Th>A minute</Table.Th><Table.Th>Ours</Table.Th><Table.Th>Others</Table.Th><Table.Th>Left</Table.Th><Table.Th w={180}>Used of the last minute</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map((row) => <Bucket key={row.bucket} row={row} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  )
}

function Bucket({ row }: { row: IntegrationView['budget'][number] }) {
  const { limit, remaining } = row
  const known = limit !== null && limit !== undefined && limit > 0
  const share = (part: number) => (known ? (100 * part) / limit : 0)
  return (
    <Table.Tr>
      <Table.Td className="mono">{row.bucket}</Table.Td>
      <Table.Td className="num">{count(row.requests)}</Table.Td>
      <Table.Td className="num">{known ? count(limit) : 'not told'}</Table.Td>
      <Table.Td className="num">{count(row.ours)}</Table.Td>
      <Table.Td className="num">{count(row.others)}</Table.Td>
      <Table.Td className="num">{remaining === null || remaining === undefined ? '–' : count(remaining)}</Table.Td>
      <Table.Td>
        {known && (
          <Progress.Root size="md">
            <Progress.Section value={share(row.ours)} color="tide" aria-label={`${row.bucket}: ours`} />
            <Progress.Section value={share(row.others)} color="gray" aria-label={`${row.bucket}: others`} />
          </Progress.Root>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
