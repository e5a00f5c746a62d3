import { ActionIcon, Loader, Text, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { facetsOf, languageQuery, type FacetView, type Question } from '@/api/activity'
import { compact, count, humane } from '@/format/format'
import { folded } from './folded'
import { asks, condition, has } from './question'
import classes from './activity.module.css'

interface Props {
  facets: readonly FacetView[]
  q: string
  /** What is asked; with it more facets wait folded. */
  question?: Question
  onToggle: (column: string, value: string, isNot: boolean) => void
}

/** Values of the events that are found, with counts; a click asks for one, the minus leaves it out. */
export function Facets({ facets, q, question, onToggle }: Props) {
  const language = useQuery({ ...languageQuery, enabled: question !== undefined })
  return (
    <>
      {facets.filter((facet) => facet.values.length > 0).map((facet) => (
        <section key={facet.column} className={classes.facet} aria-label={humane(facet.column)}>
          <h2>{humane(facet.column)}</h2>
          <Values facet={facet} q={q} onToggle={onToggle} />
        </section>
      ))}
      {question && folded(language.data?.columns ?? [], facets).map((column) => <Folded key={column} column={column} question={question} onToggle={onToggle} />)}
    </>
  )
}

/** A facet that is counted once somebody opens it, or asks for one of its values. */
function Folded({ column, question, onToggle }: { column: string; question: Question; onToggle: Props['onToggle'] }) {
  const q = question.q ?? ''
  const [chosen, setOpen] = useState<boolean>()
  const open = chosen ?? asks(q, column)
  const { data, error, isPending } = useQuery({ ...facetsOf(question, [column], 8), enabled: open, retry: false })
  const facet = data?.facets[0]
  return (
    <section className={classes.facet} aria-label={humane(column)}>
      <h2><UnstyledButton className={classes.unfold} aria-expanded={open} onClick={() => setOpen(!open)}><IconChevronRight size={13} aria-hidden="true" /> {humane(column)}</UnstyledButton></h2>
      {open && isPending && <Loader size="xs" role="status" aria-label="Counting" />}
      {open && error && <Text size="xs" c="red" role="alert">{error.message}</Text>}
      {open && data && !facet?.values.length && <Text size="xs" c="dimmed">No event that is found has one.</Text>}
      {open && facet && <Values facet={facet} q={q} onToggle={onToggle} />}
    </section>
  )
}

function Values({ facet, q, onToggle }: { facet: FacetView; q: string; onToggle: Props['onToggle'] }) {
  return (
    <>
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
    </>
  )
}
