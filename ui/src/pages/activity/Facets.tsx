import { ActionIcon } from '@mantine/core'
import { IconMinus } from '@tabler/icons-react'
import type { FacetView } from '@/api/activity'
import { compact, count, humane } from '@/format/format'
import { condition, has } from './question'
import classes from './activity.module.css'

interface Props {
  facets: readonly FacetView[]
  q: string
  onToggle: (column: string, value: string, isNot: boolean) => void
}

/** Values of the events that are found, with counts; a click asks for one, the minus leaves it out. */
export function Facets({ facets, q, onToggle }: Props) {
  return (
    <>
      {facets.filter((facet) => facet.values.length > 0).map((facet) => (
        <section key={facet.column} className={classes.facet} aria-label={humane(facet.column)}>
          <h3>{humane(facet.column)}</h3>
          {facet.values.map(({ value, count: number }) => {
            const isOn = has(q, condition(facet.column, value))
            const isOff = has(q, condition(facet.column, value, true))
            return (
              <div key={value} className={classes.value} data-on={isOn || undefined} data-off={isOff || undefined}>
                <button type="button" aria-pressed={isOn} title={`${value}: ${count(number)}`} onClick={() => onToggle(facet.column, value, false)}><span>{value}</span><span className="quiet num">{compact(number)}</span></button>
                <ActionIcon size="xs" variant={isOff ? 'filled' : 'subtle'} color="gray" aria-pressed={isOff} aria-label={`Leave out ${value}`} onClick={() => onToggle(facet.column, value, true)}><IconMinus size={12} /></ActionIcon>
              </div>
            )
          })}
          {facet.more > 0 && <small className="quiet">and {count(facet.more)} more</small>}
        </section>
      ))}
    </>
  )
}
