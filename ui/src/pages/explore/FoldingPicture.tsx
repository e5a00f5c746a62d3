import { Button, Group } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ALL, fold, FOLDING } from '@/chart/fold'
import { isFold } from '@/chart/LayeredChart'
import { objectId, type Chart } from '@/chart/ways'
import { count } from '@/format/format'
import { Picture } from './Picture'

interface Props {
  chart: Chart
  /** Folds that are open. */
  open: readonly string[]
  onOpen: (open: string[]) => void
  label: string
}

/** Ways with their fans folded; a fold opens where it stands, everything else opens the drawer. */
export function FoldingPicture({ chart, open, onOpen, label }: Props) {
  const folded = useMemo(() => fold(chart, { ...FOLDING, open: new Set(open) }), [chart, open])
  const navigate = useNavigate()
  const { panel } = useSearch({ from: '/shell' })
  return (
    <div>
      <Picture
        chart={folded} label={label} chosen={panel}
        onChoose={(node) => {
          const id = objectId(node.id)
          if (isFold(node)) onOpen([...open, node.id])
          else if (id !== undefined && !id.startsWith('name:')) void navigate({ to: '.', search: (now: object) => ({ ...now, panel: id, tab: undefined }) as never })
        }}
      />
      <Group mt={6} gap={6}>
        {open.length > 0 && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onOpen([])}>Fold all again</Button>}
        {folded.nodes.length < chart.nodes.length && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onOpen([ALL])}>Draw all {count(chart.nodes.length)} nodes</Button>}
      </Group>
    </div>
  )
}
