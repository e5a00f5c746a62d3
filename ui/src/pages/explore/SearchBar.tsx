import { ActionIcon, Combobox, Group, Loader, Pill, TextInput, useCombobox, Chip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { nodeQuery, searchQuery } from '@/api/nodes'
import type { ExploreSearch } from '@/app/searchParams'
import { lookOf } from '@/look/kinds'
import { NodeName } from '@/look/NodeName'
import { narrowed, searchSlot } from '@/node/links'
import classes from './explore.module.css'
import { howWords, isNarrowed } from './question'
import { LinkButton } from '@/look/links'

const SLOTS = ['identity', 'group', 'resource', 'around'] as const
const SLOT_WORDS = { identity: 'from', group: 'through', resource: 'to', around: 'around' }

/** What the picture is about: chips that narrow, and a field that adds. */
export function SearchBar({ search }: { search: ExploreSearch }) {
  const navigate = useNavigate({ from: '/explore' })
  const drop = (slot: (typeof SLOTS)[number], id: string) => {
    const left = (search[slot] ?? []).filter((one) => one !== id)
    void navigate({ search: (now) => ({ ...now, [slot]: left.length > 0 ? left : undefined, open: undefined }) })
  }
  const any = isNarrowed(search)
  return (
    <div className={classes.bar}>
      <Group gap={8}>
        {SLOTS.flatMap((slot) => (search[slot] ?? []).map((id) => <NodePill key={slot + id} id={id} word={SLOT_WORDS[slot]} onDrop={() => drop(slot, id)} />))}
        <AddNode search={search} />
        {any && <LinkButton to="/explore" search={{}} variant="subtle" color="gray" size="compact-sm">Clear</LinkButton>}
      </Group>
      {any && !search.around && (
        <Chip.Group multiple value={search.how ?? []} onChange={(how: string[]) => void navigate({ search: (now) => ({ ...now, how: how.length > 0 ? how : undefined, open: undefined }) })}>
          <Group gap={6} role="group" aria-label="Only ways by">
            {howWords(search).map((word) => <Chip key={word} value={word} size="xs" variant="light">{lookOf(word).many}</Chip>)}
          </Group>
        </Chip.Group>
      )}
    </div>
  )
}

function NodePill({ id, word, onDrop }: { id: string; word: string; onDrop: () => void }) {
  const { data } = useQuery(nodeQuery(id))
  return (
    <Pill size="lg" className={classes.pill} component="span">
      <span className="quiet">{word}</span>
      <Link to="." search={(now: object) => ({ ...now, panel: id, tab: undefined })} className={classes.pillName}>{data?.node.name ?? id}</Link>
      <ActionIcon size={18} variant="subtle" color="gray" onClick={onDrop} aria-label={`Remove ${data?.node.name ?? id} from the search`}><IconX size={13} /></ActionIcon>
    </Pill>
  )
}

function AddNode({ search }: { search: ExploreSearch }) {
  const [q, setQ] = useState('')
  const [asked] = useDebouncedValue(q.trim(), 120)
  const { data, isFetching } = useQuery(searchQuery(asked, 12))
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const navigate = useNavigate({ from: '/explore' })
  const hits = asked === '' ? [] : (data?.hits ?? [])
  const add = (id: string) => {
    const hit = hits.find(({ node }) => node.id === id)
    setQ('')
    combobox.closeDropdown()
    if (!hit) return
    const slot = searchSlot(hit.node)
    if (search.around || !slot) void navigate({ search: (now) => ({ around: [...(now.around ?? []), id], open: now.open }) })
    else void navigate({ search: (now) => narrowed(now, slot, id) })
  }
  return (
    <Combobox store={combobox} onOptionSubmit={add} width={420} position="bottom-start">
      <Combobox.Target>
        <TextInput
          size="xs" w={300} leftSection={<IconFilterPlus size={15} />} rightSection={isFetching ? <Loader size={13} /> : null}
          placeholder={search.around ? 'Add a node' : 'Add a person, group or app'} aria-label="Add to the search" value={q}
          onChange={(event) => { setQ(event.currentTarget.value); combobox.openDropdown(); combobox.selectFirstOption() }}
          onFocus={() => combobox.openDropdown()} onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={hits.length === 0}>
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }}>
          {hits.map(({ node }) => <Combobox.Option key={node.id} value={node.id}><NodeName node={node} detail /></Combobox.Option>)}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
