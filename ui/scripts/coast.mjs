// Makes src/pages/activity/coast.ts: the outlines of the land for the map of places.
// `npm pack world-atlas@2.0.2`, unpack it, `node scripts/coast.mjs package/land-110m.json`.
// The data is Natural Earth's (public domain), in the form of the package world-atlas (ISC, Michael Bostock).
import { readFileSync, writeFileSync } from 'node:fs'

/** Points nearer than this to the line without them are left out, in degrees. */
const TOLERANCE = 0.22
/** What lies south of this is not on the chart. */
const SOUTH = -58
/** Islands with less than so many square degrees would be smaller than a dot. */
const SMALLEST = 0.6

const { arcs, transform, objects } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const [[scaleX, scaleY], [moveX, moveY]] = [transform.scale, transform.translate]
const lines = arcs.map((arc) => {
  let [x, y] = [0, 0]
  return arc.map(([dx, dy]) => [(x += dx) * scaleX + moveX, (y += dy) * scaleY + moveY])
})
const ringOf = (indexes) => indexes.flatMap((index, at) => (index < 0 ? lines[~index].toReversed() : lines[index]).slice(at === 0 ? 0 : 1))

function simpler(points) {
  if (points.length < 3) return points
  const [[ax, ay], [bx, by]] = [points[0], points.at(-1)]
  const length = Math.hypot(bx - ax, by - ay)
  const away = ([x, y]) => (length === 0 ? Math.hypot(x - ax, y - ay) : Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length)
  let [farthest, at] = [0, 0]
  for (let index = 1; index < points.length - 1; index += 1) if (away(points[index]) > farthest) [farthest, at] = [away(points[index]), index]
  return farthest <= TOLERANCE ? [points[0], points.at(-1)] : [...simpler(points.slice(0, at + 1)).slice(0, -1), ...simpler(points.slice(at))]
}
/** A ring that crosses 180 degrees goes on beyond them, and stands a second time on the other side. */
function unrolled(ring) {
  let turn = 0
  const whole = ring.map(([x, y], at) => { if (at > 0) turn += Math.round((ring[at - 1][0] - x) / 360) * 360; return [x + turn, y] })
  if (whole.some(([x]) => x > 180)) return [whole, whole.map(([x, y]) => [x - 360, y])]
  return whole.some(([x]) => x < -180) ? [whole, whole.map(([x, y]) => [x + 360, y])] : [whole]
}
const area = (ring) => Math.abs(ring.reduce((sum, [x, y], at) => { const [nextX, nextY] = ring[(at + 1) % ring.length]; return sum + x * nextY - nextX * y }, 0)) / 2

/** A ring on a chart of 360 by 180 degrees, in tenths of a degree, each point by its distance from the one before. */
function path(ring) {
  let [fromX, fromY] = [0, 0]
  return `${ring.map(([lon, lat], at) => {
    const [x, y] = [Math.round((lon + 180) * 10), Math.round((90 - lat) * 10)]
    const step = at === 0 ? `M${x} ${y}l` : `${x - fromX}${y - fromY < 0 ? '' : ' '}${y - fromY}`
    ;[fromX, fromY] = [x, y]
    return step
  }).reduce((text, step, at) => text + (at > 1 && !step.startsWith('-') ? ' ' : '') + step, '')}z`
}

const rings = objects.land.geometries.flatMap((one) => (one.type === 'Polygon' ? one.arcs : one.arcs.flat())).map(ringOf).filter((ring) => ring.some(([, y]) => y > SOUTH)).flatMap(unrolled).filter((ring) => area(ring) >= SMALLEST)
const drawn = rings.map((ring) => path(simpler(ring).slice(0, -1))).join('')
writeFileSync(new URL('../src/pages/activity/coast.ts', import.meta.url), `/** The land, on a chart of 3600 by 1800 tenths of a degree. Natural Earth, public domain; made by scripts/coast.mjs. */\nexport const COAST =\n  '${drawn}'\n`)
console.log(`${rings.length} outlines, ${drawn.length} bytes`)
