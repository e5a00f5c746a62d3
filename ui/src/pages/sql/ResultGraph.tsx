import { Alert, Box, Loader } from '@mantine/core'
import { IconTopologyStar3 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { subgraphQuery } from '@/api/graph'
import type { QueryView } from '@/api/types'
import { explored } from '@/chart/explored'
import { isFold } from '@/chart/LayeredChart'
import { drawable, nodeIds, waysOfRows } from '@/chart/rows'
import { chartOf, objectId } from '@/chart/ways'
import { count, counted } from '@/format/format'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { FoldingPicture } from '@/pages/explore/FoldingPicture'
import { Picture } from '@/pages/explore/Picture'
import { Words } from '@/look/Words'

/** Ways that are laid out at once. */
const MOST = 10_000

/** The answer as a picture: ways when the rows are ways, else the nodes that the rows name with what binds them. */
export function ResultGraph({ result }: { result: QueryView }) {
  const answer = result as Parameters<typeof drawable>[0]
  if (drawable(answer)) return <WaysOf result={answer} />
  const ids = nodeIds(answer)
  if (ids.length === 0) {
    return (
      <Empty icon={IconTopologyStar3} title="These rows name no nodes">
        A graph needs ids of nodes: take <code>id</code>, <code>identity_id</code> or <code>resource_id</code> into the columns, or every column of <code>access_path</code>.
      </Empty>
    )
  }
  return <NodesOf ids={ids} />
}

function WaysOf({ result }: { result: Parameters<typeof drawable>[0] }) {
  const [open, setOpen] = useState<string[]>([])
  const chart = useMemo(() => chartOf(waysOfRows({ columns: result.columns, rows: result.rows.slice(0, MOST) })), [result])
  return (
    <Box p="sm">
      {result.rows.length > MOST && <Alert color="brass" p="xs" mb="xs">The picture holds the first {count(MOST)} ways.</Alert>}
      <FoldingPicture chart={chart} open={open} onOpen={setOpen} label={`Graph of ${counted(chart.ways.length, 'way')}; the table holds the same`} />
    </Box>
  )
}

function NodesOf({ ids }: { ids: string[] }) {
  const { data, error, isPending, refetch } = useQuery(subgraphQuery(ids))
  const navigate = useNavigate()
  const { panel } = useSearch({ from: '/shell' })
  const chart = useMemo(() => (data ? explored(data) : undefined), [data])
  if (error) return <Failure error={error} retry={() => refetch()} />
  if (isPending || !chart) return <Loader size="sm" m="md" />
  return (
    <Box p="sm">
      {data.left_out && <Alert color="brass" p="xs" mb="xs"><Words>{data.left_out}</Words></Alert>}
      <Picture
        chart={chart} chosen={panel} label={`Graph of ${counted(ids.length, 'node')}; the table holds the same`}
        onChoose={(node) => {
          const id = objectId(node.id)
          if (!isFold(node) && id !== undefined) void navigate({ to: '.', search: (now: object) => ({ ...now, panel: id, tab: undefined }) as never })
        }}
      />
    </Box>
  )
}
