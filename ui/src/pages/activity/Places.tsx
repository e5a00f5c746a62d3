import type { Schemas } from '@/api/client'
import { counted } from '@/format/format'
import { LinkText } from '@/look/links'
import { When } from '@/look/When'
import { COAST } from './coast'
import { BOTTOM, dot, LATITUDES, LONGITUDES, TOP } from './map'
import classes from './places.module.css'

type Place = Schemas['PlaceRow']

/** Places on a chart that is drawn here, without asking anybody: land, lines of the globe, and a list that says the same in words. */
export function Places({ places, onChoose }: { places: readonly Place[]; onChoose: (place: Place) => void }) {
  const most = Math.max(...places.map(({ events }) => events))
  return (
    <>
      <svg viewBox={`0 ${TOP} 360 ${BOTTOM - TOP}`} className={classes.map} role="img" aria-label={`${counted(places.length, 'place')}; the list below names them`}>
        <path d={COAST} transform="scale(0.1)" />
        {LONGITUDES.map((x) => <line key={x} x1={x + 180} x2={x + 180} y1={TOP} y2={BOTTOM} />)}
        {LATITUDES.map((y) => <line key={y} y1={90 - y} y2={90 - y} x1={0} x2={360} data-equator={y === 0 || undefined} />)}
        {places.map((place) => <circle key={nameOf(place)} {...dot(place, most)}><title>{`${nameOf(place)}: ${counted(place.events, 'event')}`}</title></circle>)}
      </svg>
      <ul className={classes.list}>
        {places.slice(0, 12).map((place) => (
          <li key={nameOf(place)}><LinkText to="." onClick={(event) => { event.preventDefault(); onChoose(place) }} size="sm">{nameOf(place)}</LinkText> <span className="quiet">{counted(place.events, 'event')}, last <When at={place.last} /></span></li>
        ))}
      </ul>
    </>
  )
}

const nameOf = (place: Place): string => [place.city, place.region, place.country].filter(Boolean).join(', ')
