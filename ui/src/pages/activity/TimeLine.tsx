import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { TimelineView } from '@/api/activity'
import { atTime, counted } from '@/format/format'
import { barKey, type Chosen } from './barKeys'
import { span } from './question'
import classes from './activity.module.css'

/** Events over time; dragging over bars narrows the time, and so do arrow keys and Enter. */
export function TimeLine({ line, onZoom, label = 'Events over time' }: { line: TimelineView; onZoom?: (from: string, until: string) => void; label?: string }) {
  const picture = useRef<SVGSVGElement>(null)
  const [drawn, setDrawn] = useState<Chosen>()
  const { buckets } = line
  const most = Math.max(1, ...buckets.map(({ count }) => count))
  const barAt = (event: PointerEvent) => {
    const box = picture.current?.getBoundingClientRect()
    if (!box || buckets.length === 0) return 0
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * buckets.length)))
  }
  const finish = () => {
    const chosen = drawn && span(buckets, line.bucket_s, drawn.first, drawn.last)
    setDrawn(undefined)
    if (chosen) onZoom?.(chosen.from, chosen.until)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && drawn) return finish()
    const next = event.key === 'Escape' ? undefined : barKey(drawn, event.key, event.shiftKey, buckets.length)
    if (!next && !(event.key === 'Escape' && drawn)) return
    event.preventDefault()
    setDrawn(next)
  }
  const total = (chosen: Chosen) => buckets.slice(Math.min(chosen.first, chosen.last), Math.max(chosen.first, chosen.last) + 1).reduce((sum, { count }) => sum + count, 0)
  const said = drawn && span(buckets, line.bucket_s, drawn.first, drawn.last)
  const summary = `${label}: ${counted(line.total, 'event')} from ${atTime(line.from)} to ${atTime(line.until)}`
  const words = drawn && said ? `${counted(total(drawn), 'event')}, ${atTime(said.from)} to ${atTime(said.until)}` : undefined
  // Who cannot drag chooses bars by arrows; what is chosen is said as the value.
  const keys = onZoom && {
    role: 'slider', tabIndex: 0, 'aria-label': `${summary}. Arrows choose a bar, with Shift several, Enter narrows to them`,
    'aria-valuemin': 0, 'aria-valuemax': Math.max(0, buckets.length - 1), 'aria-valuenow': drawn?.last ?? Math.max(0, buckets.length - 1), 'aria-valuetext': words ?? 'nothing chosen', onKeyDown: onKey, onBlur: () => setDrawn(undefined),
  }
  const isChosen = (at: number) => drawn && at >= Math.min(drawn.first, drawn.last) && at <= Math.max(drawn.first, drawn.last)
  return (
    <figure style={{ margin: 0 }}>
      <svg
        ref={picture} className={classes.line} viewBox={`0 0 ${Math.max(1, buckets.length)} 100`} preserveAspectRatio="none" role="img" aria-label={summary} {...keys}
        onPointerDown={onZoom && ((event) => { picture.current?.setPointerCapture(event.pointerId); const at = barAt(event); setDrawn({ first: at, last: at }) })}
        onPointerMove={(event) => { if (drawn) setDrawn({ ...drawn, last: barAt(event) }) }} onPointerUp={finish} onPointerCancel={() => setDrawn(undefined)}
      >
        {buckets.map((bucket, at) => {
          const height = bucket.count === 0 ? 0 : Math.max(3, (96 * bucket.count) / most)
          return (
            <g key={bucket.at}>
              <title>{`${counted(bucket.count, 'event')}, ${atTime(bucket.at)}`}</title>
              <rect className={classes.hit} x={at} y={0} width={1} height={100} />
              <rect x={at + 0.08} y={100 - height} width={0.84} height={height} data-chosen={isChosen(at) || undefined} />
            </g>
          )
        })}
      </svg>
      <figcaption className={classes.ends}><span>{atTime(line.from)}</span><span>{words ?? `at most ${counted(most, 'event')} a bar`}</span><span>{atTime(line.until)}</span></figcaption>
    </figure>
  )
}
