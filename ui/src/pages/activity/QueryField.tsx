import { Alert, Button, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { languageQuery, type FacetView } from '@/api/activity'
import { ApiError } from '@/api/client'
import { Words } from '@/look/Words'
import { complete } from './question'
import classes from './activity.module.css'

interface Props {
  q: string
  onAsk: (q: string) => void
  facets: readonly FacetView[]
  error?: Error | null
}

/** Where questions are written: columns and values are completed, and a mistake is shown where it is. */
export function QueryField({ q, onAsk, facets, error }: Props) {
  const [text, setText] = useState(q)
  const [asked, setAsked] = useState(q)
  const [caret, setCaret] = useState<number>()
  const [chosen, setChosen] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const { data } = useQuery(languageQuery)
  // A question that came from elsewhere, a facet or a link, takes the place of what was written.
  if (q !== asked) {
    setAsked(q)
    setText(q)
  }
  const columns = data?.columns.flatMap((column) => [column.name, ...column.aliases]) ?? []
  const values = (column: string) => facets.find((facet) => facet.column === column)?.values.map(({ value }) => value) ?? []
  const offer = caret === undefined ? undefined : complete(text, caret, columns, values)
  const take = (option: string) => {
    if (!offer) return
    const next = text.slice(0, offer.from) + option + text.slice(offer.to)
    const at = offer.from + option.length
    setText(next)
    setCaret(option.endsWith(':') ? at : undefined)
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!offer) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setChosen((chosen + step + offer.options.length) % offer.options.length)
    else if (event.key === 'Tab' && offer.options[chosen]) take(offer.options[chosen])
    else if (event.key === 'Escape') setCaret(undefined)
    else return
    event.preventDefault()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setCaret(undefined)
    onAsk(text.trim())
  }
  return (
    <form onSubmit={submit} style={{ flex: 1, minWidth: 260 }}>
      <div className={classes.field}>
        <TextInput
          ref={field} aria-label="Question" placeholder='source:okta action:login -status:success "any word"' leftSection={<IconSearch size={16} />} value={text} spellCheck={false} autoComplete="off"
          role="combobox" aria-expanded={offer !== undefined} aria-controls={id} aria-autocomplete="list" onKeyDown={onKeyDown} onBlur={() => setCaret(undefined)} rightSectionWidth={70}
          onChange={(event) => { setText(event.currentTarget.value); setCaret(event.currentTarget.selectionStart ?? undefined); setChosen(0) }}
          rightSection={<Button type="submit" size="compact-sm">Ask</Button>} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        />
        {offer && (
          <div className={classes.options} id={id} role="listbox" aria-label="Completions, Tab takes one">
            {/* A press must not take the focus from the field. */}
            {offer.options.map((option, at) => <div key={option} role="option" tabIndex={-1} aria-selected={at === chosen} onMouseDown={(event) => { event.preventDefault(); take(option) }}>{option}</div>)}
          </div>
        )}
      </div>
      {error && <Mistake q={q} error={error} />}
    </form>
  )
}

function Mistake({ q, error }: { q: string; error: Error }) {
  const at = error instanceof ApiError && error.position ? error.position.column - 1 : undefined
  return (
    <Alert color="red" role="alert" mt={6} p="xs" px="sm">
      {at !== undefined && q !== '' && <p className={classes.mistake}>{q.slice(0, at)}<mark>{q.slice(at).match(/^\S+|^\s/)?.[0] ?? ' '}</mark>{q.slice(at).replace(/^(\S+|\s)/, '')}</p>}
      <Text size="sm"><Words>{error.message}</Words></Text>
      {error instanceof ApiError && error.hint && <Text size="sm" c="dimmed"><Words>{error.hint}</Words></Text>}
    </Alert>
  )
}
