import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconCompass, IconDatabaseSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { accessQuery } from '@/api/nodes'
import type { AccessRow, NodeRef } from '@/api/types'
import { count, counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { WaySteps } from './WaySteps'
import { waysOf } from './links'
import classes from './node.module.css'
import { LinkButton } from '@/look/links'
import { Words } from '@/look/Words'

/** Every way from a node, or to it, each with its reason. */
export function AccessTab({ node }: { node: NodeRef }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(accessQuery(node.id))
  if (isPending) return <Loader size="sm" role="status" aria-label="Reading ways" />
  if (error) return <Failure error={error} retry={() => refetch()} />
  const first = data.pages[0]
  if (!first) return null
  const rows = data.pages.flatMap((page) => page.rows)
  const sentence =
    first.direction === 'from'
      ? `Reaches ${counted(first.distinct, 'resource')} by ${counted(first.total, 'way')}.`
      : `${counted(first.distinct, 'identity', 'identities')} by ${counted(first.total, 'way')}.`
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" fw={560}>{sentence}</Text>
        <Group gap={6}>
          <LinkButton {...waysOf(node)} size="compact-xs" variant="light" leftSection={<IconCompass size={14} />}>Picture</LinkButton>
          <LinkButton to="/sql" search={{ sql: first.sql, run: true }} size="compact-xs" variant="light" leftSection={<IconDatabaseSearch size={14} />}>SQL</LinkButton>
        </Group>
      </Group>
      {rows.length === 0 ? (
        <Empty title={first.direction === 'from' ? 'Reaches nothing' : 'Nobody reaches it'}>
          In the last whole scan. What could not be read is on the integration's page.
        </Empty>
      ) : (
        <ul className={`${classes.list} ${classes.section}`}>
          {rows.map((row, at) => <WayItem key={at} row={row} of={node.id} />)}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show more of {count(first.total)}
        </Button>
      )}
    </Stack>
  )
}

function WayItem({ row, of }: { row: AccessRow; of: string }) {
  return (
    <li className={classes.way}>
      <WaySteps row={row} of={of} />
      <Text size="xs" c="dimmed"><Words>{row.why}</Words></Text>
    </li>
  )
}
