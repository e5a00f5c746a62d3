import { Loader, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { blastQuery } from '@/api/graph'
import { nodeQuery } from '@/api/nodes'
import { NodeName } from '@/look/NodeName'
import { controls, holds, listed } from './reach'

/** In a sentence or two: what the endangered node may use now, and what whoever takes it over comes to control. */
export function Reach({ node }: { node: string }) {
  const panel = useQuery({ ...nodeQuery(node), retry: false })
  const blast = useInfiniteQuery({ ...blastQuery(node, false, 'from'), retry: false })
  const error = panel.error ?? blast.error
  if (error) return <Text size="sm" c="dimmed">Its reach could not be read: {error.message}</Text>
  const first = blast.data?.pages[0]
  if (!panel.data || !first) return <Loader size="xs" role="status" aria-label="Following every way" />
  const held = listed(holds(panel.data.sections))
  const controlled = listed(controls(first))
  return (
    <div>
      <NodeName node={panel.data.node} link />
      <Text size="sm" mt={4}>{held === '' ? 'It holds nothing by itself.' : <>It holds <b>{held}</b>.</>}</Text>
      <Text size="sm" c={first.reaches_organization ? 'red' : undefined}>
        {controlled === '' ? 'Who takes it over comes to control nothing beyond it.' : <>Who takes it over comes to control <b>{controlled}</b>.</>}
      </Text>
    </div>
  )
}
