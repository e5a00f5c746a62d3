import { encode } from 'uqr'
import { squares } from './squares'

/** A QR code drawn here: what it says leaves the browser nowhere. Always dark on light, as cameras want it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width={196} height={196} role="img" aria-label={label} style={{ alignSelf: 'center', background: '#fff', borderRadius: 10 }} shapeRendering="crispEdges">
      <path d={squares(data)} fill="#0c2a38" />
    </svg>
  )
}
