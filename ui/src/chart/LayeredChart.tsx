import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { lookOf, countedKind } from '@/look/kinds'
import type { FoldedChart, FoldedNode } from './fold'
import { layout, SHEET, type Layout, type Placed } from './layout'
import { Legend } from './Legend'
import { step, type Arrow } from './moves'
import classes from './LayeredChart.module.css'

interface Props {
  chart: FoldedChart
  width: number
  /** What the picture shows, for people who do not see it. */
  label: string
  /** The object whose drawer is open. */
  chosen?: string
  /** What choosing a fold does; it unfolds where nothing else is said. */
  foldDoes?: string
  onChoose: (node: FoldedNode) => void
  onMenu: (node: FoldedNode, at: { x: number; y: number }) => void
}

/** Ways drawn left to right. One tab stop; arrow keys walk along the lines, Enter opens, the menu key offers more. */
export function LayeredChart({ chart, width, label, chosen, foldDoes = 'unfolds', onChoose, onMenu }: Props) {
  const drawn = useMemo(() => layout(chart, width), [chart, width])
  const [lit, setLit] = useState<string>()
  const [current, setCurrent] = useState<string>()
  const svg = useRef<SVGSVGElement>(null)
  const active = current ?? drawn.nodes[0]?.node.id
  const bright = useMemo(() => brightWays(drawn, lit), [drawn, lit])

  const move = (event: KeyboardEvent, placed: Placed) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onChoose(placed.node)
      return
    }
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10') || event.key === 'm') {
      event.preventDefault()
      const box = event.currentTarget.getBoundingClientRect()
      onMenu(placed.node, { x: box.left + 24, y: box.bottom })
      return
    }
    if (!event.key.startsWith('Arrow')) return
    event.preventDefault()
    const next = step(drawn, placed.node.id, event.key as Arrow)
    if (!next) return
    setCurrent(next)
    svg.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(next)}"]`)?.focus()
  }

  const derived = drawn.lines.some((line) => line.derived)
  const folds = drawn.nodes.some(({ node }) => isFold(node))

  return (
    <>
      <div className={classes.frame}>
        <svg ref={svg} width={drawn.width} height={drawn.height} role="application" aria-label={label} aria-roledescription="access chart">
          {drawn.columns.map((column, at) => (
            <text key={at} className={classes.head} x={column.x} y={22}>{column.title}</text>
          ))}
          <g aria-hidden="true">
            {drawn.lines.map((line) => {
              const light = bright ? (line.ways.some((way) => bright.has(way)) ? classes.lit : classes.faint) : ''
              return (
                <g key={`${line.from}>${line.to}`} className={light}>
                  <path d={line.line} className={`${classes.line} ${line.derived ? classes.derived : ''}`} />
                  {line.head && <path d={line.head} className={classes.arrow} />}
                </g>
              )
            })}
          </g>
          {drawn.nodes.map((placed) => (
            <Node
              key={placed.node.id}
              placed={placed}
              foldDoes={foldDoes}
              faint={bright !== undefined && !placed.node.ways.some((way) => bright.has(way))}
              chosen={chosen !== undefined && placed.node.id.endsWith(`:${chosen}`)}
              tabIndex={placed.node.id === active ? 0 : -1}
              onKeyDown={(event) => move(event, placed)}
              onFocus={() => { setCurrent(placed.node.id); setLit(placed.node.id) }}
              onBlur={() => setLit(undefined)}
              onEnter={() => setLit(placed.node.id)}
              onLeave={() => setLit(undefined)}
              onClick={() => onChoose(placed.node)}
              onContextMenu={(event) => { event.preventDefault(); onMenu(placed.node, { x: event.clientX, y: event.clientY }) }}
            />
          ))}
        </svg>
      </div>
      <Legend derived={derived} folds={folds} />
    </>
  )
}

function brightWays(drawn: Layout, lit: string | undefined): Set<number> | undefined {
  const node = drawn.nodes.find((placed) => placed.node.id === lit)?.node
  return node ? new Set(node.ways) : undefined
}

interface NodeProps {
  placed: Placed
  foldDoes: string
  faint: boolean
  chosen: boolean
  tabIndex: number
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: () => void
  onBlur: () => void
  onEnter: () => void
  onLeave: () => void
  onClick: () => void
  onContextMenu: (event: MouseEvent) => void
}

function Node({ placed, foldDoes, faint, chosen, tabIndex, onKeyDown, onFocus, onBlur, onEnter, onLeave, onClick, onContextMenu }: NodeProps) {
  const { node, x, y, width, height } = placed
  const look = lookOf(node.sub_kind, node.kind)
  const folded = isFold(node)
  const name = nodeName(node)
  const Icon = look.icon
  const style = { '--kind': `var(--p-${node.kind})`, opacity: faint ? 0.28 : 1 } as React.CSSProperties
  const tally = !folded && node.ways.length > 1 ? String(node.ways.length) : ''
  return (
    <g
      className={[classes.node, folded && classes.fold, node.kind === 'action' && classes.action, chosen && classes.chosen].filter(Boolean).join(' ')}
      style={style}
      transform={`translate(${x} ${y})`}
      role="button"
      aria-label={spoken(node, foldDoes)}
      data-node={node.id}
      tabIndex={tabIndex}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
      onMouseEnter={onEnter}
      onMouseLeave={onLeave}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      {folded && <rect className={classes.sheet} x={SHEET} y={SHEET} width={width} height={height} rx={8} />}
      <rect className={classes.box} width={width} height={height} rx={node.kind === 'action' ? 17 : 8} />
      <foreignObject width={width} height={height} style={{ pointerEvents: 'none' }} aria-hidden="true">
        <div className={classes.inner}>
          <Icon size={16} color="var(--kind)" stroke={1.8} style={{ flex: 'none' }} />
          <span className={classes.label}>{name}</span>
          {tally && <span className={classes.count} data-count={tally} />}
        </div>
      </foreignObject>
      <title>{folded ? `${name}: ${foldDoes}` : name}</title>
    </g>
  )
}

/** What is said of a node to people who do not see it: a fold tells what choosing it does. */
export function spoken(node: FoldedNode, foldDoes: string): string {
  const lines = `${node.ways.length} ${node.ways.length === 1 ? 'way' : 'ways'}`
  if (isFold(node)) return `${nodeName(node)}, folded, Enter ${foldDoes}, ${lines}`
  return `${nodeName(node)} ${lines}, ${lookOf(node.sub_kind, node.kind).one.toLowerCase()}`
}

/** A fold is named by its size, everything else by its own name. */
export function nodeName(node: FoldedNode): string {
  if (!isFold(node) || (node.inside.length === 0 && node.name !== '')) return node.name
  if (node.kind === 'action' && node.name !== '') return `${node.name} × ${node.size}`
  return countedKind(node.size, node.sub_kind, node.kind)
}

/** Whether a node stands for others. */
export const isFold = (node: FoldedNode): boolean => node.id.slice(node.id.indexOf(':') + 1).startsWith('fold:')
