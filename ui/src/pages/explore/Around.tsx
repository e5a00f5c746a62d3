import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { exploreQuery } from '@/api/graph'
import { explored, foldId } from '@/chart/explored'
import { isFold } from '@/chart/LayeredChart'
import { objectId } from '@/chart/ways'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { LinksTable } from './LinksTable'
import { Picture } from './Picture'
import classes from './explore.module.css'
import { Words } from '@/look/Words'

/** The connections of some nodes; the picture grows from every node on it. */
export function Around({ around }: { around: string[] }) {
  const search = useSearch({ from: '/shell/explore' })
  const navigate = useNavigate({ from: '/explore' })
  const { data, error, isPending, refetch } = useQuery(exploreQuery(around, search.open ?? []))
  const chart = useMemo(() => (data ? explored(data) : undefined), [data])
  if (error) return <Failure error={error} retry={() => refetch()} />
  if (isPending || !data || !chart) return <Group p="lg"><Loader size="sm" /><Text size="sm" c="dimmed">Asking for the connections…</Text></Group>
  const open = (ids: string[]) => void navigate({ search: (now) => ({ ...now, open: ids.length > 0 ? ids : undefined }), replace: true })
  return (
    <Stack gap="md">
      <div className={classes.sum} role="status">
        <span><b>{counted(data.nodes.length, 'node')}</b> and <b>{counted(data.edges.length, 'connection')}</b>{data.folds.length > 0 && <>, <b>{counted(data.folds.length, 'fan')}</b> folded</>}</span>
        {(search.open?.length ?? 0) > 0 && <Button size="compact-sm" variant="subtle" color="gray" onClick={() => open([])}>Fold all again</Button>}
      </div>
      {data.left_out && <Alert color="brass" p="xs"><Words>{data.left_out}</Words></Alert>}
      {search.as !== 'table' && (
        <Picture
          chart={chart} chosen={search.panel} label={`Connections of ${counted(around.length, 'node')}; the table below lists them`}
          onChoose={(node) => {
            const id = objectId(node.id)
            if (isFold(node)) open([...(search.open ?? []), foldId(node.id)])
            else if (id !== undefined) void navigate({ search: (now) => ({ ...now, panel: id, tab: undefined }) })
          }}
        />
      )}
      <Panel title="Connections" flush><LinksTable view={data} height={search.as === 'table' ? 'calc(100dvh - 300px)' : 380} /></Panel>
    </Stack>
  )
}
