import { Kbd, Loader, Modal, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowRight, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { searchQuery } from '@/api/nodes'
import { sessionQuery } from '@/api/session'
import type { SearchHit } from '@/api/types'
import { navFor, type NavItem } from '@/app/shell/nav'
import { waysOf } from '@/node/links'
import { lookOf } from '@/look/kinds'
import { NodeName } from '@/look/NodeName'
import classes from './SearchBox.module.css'

type Option = { kind: 'node'; hit: SearchHit } | { kind: 'page'; page: NavItem } | { kind: 'all'; q: string }

/**
 * The search over everything: nodes with small mistakes forgiven, and pages. A combobox: the field keeps the focus, the
 * arrows choose, Enter opens the drawer, Ctrl-Enter the ways.
 */
export function SearchBox({ q, onType, onClose }: { q: string; onType: (q: string) => void; onClose: () => void }) {
  const [asked] = useDebouncedValue(q.trim(), 90)
  const { data, isFetching, error } = useQuery(searchQuery(asked, 12))
  const session = useQuery(sessionQuery)
  const pages = useMemo(() => navFor(session.data?.principal?.permissions ?? []).flatMap((group) => group.items), [session.data])
  const [at, setAt] = useState(0)
  const options = useMemo(() => offer(q, asked, data?.hits ?? [], pages), [q, asked, data, pages])
  const navigate = useNavigate()
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const choose = (option: Option | undefined, ways: boolean) => {
    if (!option) return
    onClose()
    if (option.kind === 'page') void navigate({ to: option.page.to })
    else if (option.kind === 'all') void navigate({ to: '/search', search: { q: option.q } })
    else if (ways) void navigate(waysOf(option.hit.node))
    else void navigate({ to: '.', search: (now: object) => ({ ...now, panel: option.hit.node.id, tab: undefined }) as never })
  }
  const onKey = (event: KeyboardEvent) => {
    const last = options.length - 1
    if (event.key === 'ArrowDown') setAt(at >= last ? 0 : at + 1)
    else if (event.key === 'ArrowUp') setAt(at <= 0 ? last : at - 1)
    else if (event.key === 'Enter') choose(options[at], event.ctrlKey || event.metaKey)
    else return
    event.preventDefault()
  }

  return (
    <Modal.Root opened onClose={onClose} size={640} padding={0} yOffset="10dvh" radius="lg">
      <Modal.Overlay />
      <Modal.Content aria-label="Search">
        <TextInput
          data-autofocus classNames={{ input: classes.input }} leftSection={<IconSearch size={18} />} leftSectionWidth={46}
          rightSection={isFetching ? <Loader size={16} /> : null}
          placeholder="A name, a login, an id; small mistakes are forgiven" value={q} onChange={(event) => { onType(event.currentTarget.value); setAt(0) }} onKeyDown={onKey}
          role="combobox" aria-label="Search" aria-expanded={options.length > 0} aria-controls={listId} aria-activedescendant={options[at] ? `${listId}-${at}` : undefined}
          autoComplete="off" spellCheck={false}
        />
        <div id={listId} ref={list} role="listbox" aria-label="Results" className={classes.list}>
          {options.map((option, index) => (
            // The field has the focus and the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={keyOf(option)} id={`${listId}-${index}`} role="option" aria-selected={index === at} className={classes.option}
              onMouseMove={() => setAt(index)} onClick={(event) => choose(option, event.ctrlKey || event.metaKey)}
            >
              <OptionText option={option} />
            </div>
          ))}
          {asked !== '' && !isFetching && data?.hits.length === 0 && <Text size="sm" c="dimmed" p="sm" role="status">Nothing is called “{asked}”, nor nearly so.</Text>}
          {error && <Text size="sm" c="red" p="sm" role="alert">{error.message}</Text>}
        </div>
        <div className={classes.foot} aria-hidden="true">
          <span><Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose</span>
          <span><Kbd size="xs">Enter</Kbd> details</span>
          <span><Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> access paths</span>
          <span><Kbd size="xs">Esc</Kbd> close</span>
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function offer(q: string, asked: string, hits: SearchHit[], reachable: readonly NavItem[]): Option[] {
  const words = q.trim().toLowerCase()
  const pages = reachable.filter((page) => words === '' || page.label.toLowerCase().includes(words)).map((page): Option => ({ kind: 'page', page }))
  if (words === '') return pages
  const nodes = hits.map((hit): Option => ({ kind: 'node', hit }))
  return [...nodes, ...pages.slice(0, 3), ...(hits.length > 0 ? [{ kind: 'all', q: asked } satisfies Option] : [])]
}

const keyOf = (option: Option) => (option.kind === 'node' ? option.hit.node.id : option.kind === 'page' ? `page ${option.page.label}` : 'all')

function OptionText({ option }: { option: Option }) {
  if (option.kind === 'page') {
    const Mark = option.page.icon
    return <><Mark size={18} className="quiet" aria-hidden="true" /> {option.page.label} <span className={classes.end}>Page</span></>
  }
  if (option.kind === 'all') return <><IconArrowRight size={18} className="quiet" aria-hidden="true" /> All results for “{option.q}”</>
  const { node, matched } = option.hit
  return (
    <>
      <NodeName node={node} detail />
      <span className={classes.end}>{matched !== node.name && matched !== node.detail && <span>also {matched}</span>}{lookOf(node.sub_kind, node.kind).one}</span>
    </>
  )
}
