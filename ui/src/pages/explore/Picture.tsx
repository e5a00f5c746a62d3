import { Skeleton } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import type { FoldedChart, FoldedNode } from '@/chart/fold'
import { LayeredChart } from '@/chart/LayeredChart'
import { NodeMenu, type MenuPlace } from './NodeMenu'

const BigGraph = lazy(() => import('./BigGraph').then((module) => ({ default: module.BigGraph })))

/** A column longer than this is no longer read but looked over: the graphics card draws it. */
const LONG = 80

interface Props {
  chart: FoldedChart
  label: string
  chosen?: string
  /** What choosing a fold does, where it does not unfold. */
  foldDoes?: string
  onChoose: (node: FoldedNode) => void
}

const longest = (chart: FoldedChart): number =>
  Math.max(0, ...chart.columns.map((_, column) => chart.nodes.filter((node) => node.column === column).length))

/** A picture that fits its place: drawn with lines and boxes while they can be read, as a map of points beyond that. */
export function Picture({ chart, label, chosen, foldDoes, onChoose }: Props) {
  const { ref, width } = useElementSize()
  const [menu, setMenu] = useState<MenuPlace>()
  return (
    <div ref={ref}>
      {longest(chart) > LONG ? (
        <Suspense fallback={<Skeleton h={560} radius={12} />}>
          <BigGraph chart={chart} label={label} chosen={chosen} onChoose={onChoose} onMenu={(node, at) => setMenu({ node, ...at })} />
        </Suspense>
      ) : (
        width > 0 && <LayeredChart chart={chart} width={width - 20} label={label} chosen={chosen} foldDoes={foldDoes} onChoose={onChoose} onMenu={(node, at) => setMenu({ node, ...at })} />
      )}
      <NodeMenu place={menu} foldDoes={foldDoes} onClose={() => setMenu(undefined)} onChoose={onChoose} />
    </div>
  )
}
