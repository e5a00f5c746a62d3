import { ActionIcon, useComputedColorScheme } from '@mantine/core'
import { IconMinus, IconPlus, IconTable, IconZoomReset } from '@tabler/icons-react'
import { DirectedGraph } from 'graphology'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Sigma } from 'sigma'
import { EdgeLineProgram, NodePointProgram } from 'sigma/rendering'
import type { FoldedChart, FoldedNode } from '@/chart/fold'
import { nodeName } from '@/chart/LayeredChart'
import { place } from '@/chart/map'
import { Empty } from '@/look/Empty'
import classes from './explore.module.css'

interface Props {
  chart: FoldedChart
  label: string
  chosen?: string
  onChoose: (node: FoldedNode) => void
  onMenu: (node: FoldedNode, at: { x: number; y: number }) => void
}

/** Beyond this many nodes a picture is drawn plainly: a point a node, a hair a line, and neither lines nor names while it moves. */
const MANY = 5000

const KINDS = ['identity', 'identity_group', 'action', 'resource_group', 'resource', 'credential', 'organization'] as const

/**
 * Pictures too big for boxes, drawn by the graphics card: the same columns, a point a node. Who cannot see or point
 * reads the table, which holds the same.
 */
export function BigGraph({ chart, label, chosen, onChoose, onMenu }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const sigma = useRef<Sigma>(null)
  const [works] = useState(canDraw)
  const scheme = useComputedColorScheme('light')
  const nodes = useMemo(() => new Map(chart.nodes.map((node) => [node.id, node])), [chart])
  const act = useRef({ onChoose, onMenu, nodes, chosen })
  useEffect(() => {
    act.current = { onChoose, onMenu, nodes, chosen }
    sigma.current?.refresh({ skipIndexation: true })
  }, [onChoose, onMenu, nodes, chosen])

  useEffect(() => {
    if (!box.current) return
    const colors = colorsOf()
    const graph = graphOf(chart, colors)
    const many = graph.order > MANY
    let near: Set<string> | undefined
    const drawn = new Sigma(graph, box.current, {
      labelColor: { color: colors.get('ink') ?? '#000' }, labelFont: 'Inter Variable, system-ui, sans-serif', labelSize: 12,
      labelRenderedSizeThreshold: many ? 9 : 7, hideEdgesOnMove: many || graph.size > MANY, hideLabelsOnMove: many, zIndex: !many,
      ...(many && {
        defaultNodeType: 'point', nodeProgramClasses: { point: NodePointProgram }, defaultEdgeType: 'line', edgeProgramClasses: { line: EdgeLineProgram },
        minEdgeThickness: 1, labelDensity: 0.5, labelGridCellSize: 160,
      }),
      nodeReducer: (id, data) => {
        if (near === undefined) return id.endsWith(`:${act.current.chosen}`) ? { ...data, highlighted: true } : data
        if (near.has(id)) return { ...data, forceLabel: near.size < 40, highlighted: many && near.size < 40, zIndex: 1 }
        return many ? data : { ...data, color: colors.get('line'), label: '' }
      },
      edgeReducer: (id, data) => {
        if (near === undefined) return data
        const [from, to] = graph.extremities(id)
        if (near.has(from) && near.has(to)) return { ...data, color: colors.get('resource'), size: 1.4, zIndex: 1 }
        return many ? data : { ...data, hidden: true }
      },
    })
    const light = (ids: Set<string> | undefined) => {
      const changed = [...(near ?? []), ...(ids ?? [])]
      near = ids
      // Of many only what changes its look is handed to the graphics card again; a hub of everybody is left as it is.
      if (!many) drawn.refresh({ skipIndexation: true })
      else if (changed.length < MANY) drawn.refresh({ skipIndexation: true, partialGraph: { nodes: changed, edges: changed.length < 400 ? linesOf(graph, changed) : [] } })
    }
    const hit = (id: string, then: (node: FoldedNode) => void) => {
      const node = act.current.nodes.get(id)
      if (node) then(node)
    }
    drawn.on('enterNode', ({ node }) => light(new Set([node, ...graph.neighbors(node)])))
    drawn.on('leaveNode', () => light(undefined))
    drawn.on('clickNode', ({ node }) => hit(node, act.current.onChoose))
    drawn.on('rightClickNode', ({ node, event }) => {
      event.original.preventDefault()
      const { clientX, clientY } = event.original as MouseEvent
      hit(node, (one) => act.current.onMenu(one, { x: clientX, y: clientY }))
    })
    sigma.current = drawn
    return () => {
      drawn.kill()
      sigma.current = null
    }
  }, [chart, scheme])

  if (!works) {
    return (
      <div className={classes.noCanvas}>
        <Empty icon={IconTable} title="Too many nodes for this browser">It does not let pages use the graphics card (WebGL), which draws more than a few hundred nodes. Fold some again, or read the table below, which holds the same.</Empty>
      </div>
    )
  }
  const camera = () => sigma.current?.getCamera()
  return (
    <div className={classes.canvas}>
      <div ref={box} role="img" aria-label={label} style={{ position: 'absolute', inset: 0 }} />
      <div className={classes.canvasTools}>
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => void camera()?.animatedZoom()}><IconPlus size={16} /></ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom out" onClick={() => void camera()?.animatedUnzoom()}><IconMinus size={16} /></ActionIcon>
        <ActionIcon variant="default" aria-label="Show all" onClick={() => void camera()?.animatedReset()}><IconZoomReset size={16} /></ActionIcon>
      </div>
      <div className={classes.legend} aria-hidden="true">
        {KINDS.map((kind) => <span key={kind}><i style={{ background: `var(--p-${kind})` }} />{kind.replace('_', ' ')}</span>)}
        {chart.edges.some(({ derived }) => derived) && <span><i className={classes.hair} />worked out from what roles allow</span>}
      </div>
    </div>
  )
}

/** The lines at some nodes. */
const linesOf = (graph: DirectedGraph, nodes: readonly string[]): string[] => [...new Set(nodes.flatMap((node) => (graph.degree(node) < MANY ? graph.edges(node) : [])))]

/** Whether the browser lets a page use the graphics card. */
function canDraw(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null
}

/** The colours of the page, which a canvas cannot take from the style sheet by itself. */
function colorsOf(): Map<string, string> {
  const style = getComputedStyle(document.documentElement)
  return new Map([...KINDS, 'ink', 'line'].map((name) => [name, style.getPropertyValue(`--p-${name}`).trim() || '#888888']))
}

function graphOf(chart: FoldedChart, colors: ReadonlyMap<string, string>): DirectedGraph {
  const graph = new DirectedGraph()
  for (const { node, x, y } of place(chart)) {
    const size = Math.min(14, 2.5 + Math.sqrt(node.size - 1 + node.ways.length))
    graph.addNode(node.id, { x, y, size, label: nodeName(node), color: colors.get(node.kind) ?? '#888888' })
  }
  for (const { from, to, derived } of chart.edges) {
    if (graph.hasNode(from) && graph.hasNode(to) && !graph.hasEdge(from, to)) graph.addEdge(from, to, { size: 0.6, color: colors.get(derived ? 'action' : 'line') })
  }
  return graph
}
