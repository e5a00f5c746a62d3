import { Alert, Badge, Button, Loader, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { connectionsQuery } from '@/api/nodes'
import { count } from '@/format/format'
import { heading } from '@/format/sentence'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { NodeName } from '@/look/NodeName'
import classes from './node.module.css'
import { Words } from '@/look/Words'

/** Everything a node is bound to, by type and direction, also what rules derived, with its meaning. */
export function ConnectionsTab({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useInfiniteQuery(connectionsQuery(id))
  if (isPending) return <Loader size="sm" role="status" aria-label="Reading connections" />
  if (error) return <Failure error={error} retry={() => refetch()} />
  const folds = data.pages[0]?.folds ?? []
  if (folds.length === 0) return <Empty title="No connections">Nothing in the last whole scan binds it to anything.</Empty>
  return (
    <Stack gap="sm">
      {folds.map((fold) => (
        <section key={`${fold.edge} ${fold.direction}`} className={classes.section} aria-label={fold.label}>
          <div className={classes.head}>
            {heading(fold.label)} <Badge size="sm" color="gray" className="num">{count(fold.count)}</Badge>
            {fold.derived && <Badge size="sm" color="brass">derived</Badge>}
          </div>
          <FoldRows id={id} fold={fold} />
        </section>
      ))}
    </Stack>
  )
}

type ConnectionFold = { edge: string; direction: 'in' | 'out'; count: number; derived: boolean; sample: React.ComponentProps<typeof NodeName>['node'][] }

function FoldRows({ id, fold }: { id: string; fold: ConnectionFold }) {
  const [open, setOpen] = useState(fold.derived && fold.count <= 20)
  if (!open) {
    return (
      <>
        <ul className={classes.list}>
          {fold.sample.map((node) => <li key={node.id} className={classes.row}><NodeName node={node} detail link /></li>)}
        </ul>
        {fold.count > fold.sample.length && (
          <Button variant="subtle" size="xs" fullWidth onClick={() => setOpen(true)}>Show {count(fold.count - fold.sample.length)} more</Button>
        )}
      </>
    )
  }
  return <AllRows id={id} edge={fold.edge} direction={fold.direction} />
}

function AllRows({ id, edge, direction }: { id: string; edge: string; direction: 'in' | 'out' }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(connectionsQuery(id, edge, direction))
  if (isPending) return <Loader size="sm" m="sm" />
  if (error) return <Failure error={error} />
  return (
    <>
      <ul className={classes.list} style={{ maxHeight: 460, overflow: 'auto' }}>
        {data.pages.flatMap((page) => page.page?.rows ?? []).map((row, at) => (
          <li key={`${row.node.id}${at}`} className={classes.way}>
            <NodeName node={row.node} detail link />
            {row.detail && <Text size="xs" c="dimmed" mt={2}>{row.detail}</Text>}
            {row.derived && (
              <Stack gap={4} mt={6}>
                <Text size="xs"><Words>{row.derived.explanation}</Words></Text>
                <Text size="xs" c="dimmed"><b>How it could be abused:</b> <Words>{row.derived.abuse}</Words></Text>
                <Text size="xs" c="dimmed"><b>How to close it:</b> <Words>{row.derived.fix}</Words></Text>
                {row.derived.barrier && <Alert p={6} color="gray"><Text size="xs">Okta stands in the way: {row.derived.barrier}</Text></Alert>}
              </Stack>
            )}
          </li>
        ))}
      </ul>
      {hasNextPage && <Button variant="subtle" size="xs" fullWidth loading={isFetchingNextPage} onClick={() => fetchNextPage()}>Show more</Button>}
    </>
  )
}
