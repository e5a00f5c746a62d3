import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { nodeQuery, searchQuery } from '@/api/nodes'
import { KindIcon, NodeName } from './NodeName'

interface Props {
  label: string
  placeholder: string
  /** Id of the chosen node. */
  value?: string
  onChange: (id: string | undefined) => void
}

/** Chooses one node by name, with small mistakes forgiven. */
export function NodePicker({ label, placeholder, value, onChange }: Props) {
  const chosen = useQuery({ ...nodeQuery(value ?? ''), enabled: value !== undefined })
  const [text, setText] = useState<string>()
  const [asked] = useDebouncedValue(text?.trim() ?? '', 120)
  const { data, isFetching } = useQuery(searchQuery(asked, 12))
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const hits = asked === '' ? [] : (data?.hits ?? [])
  const node = value === undefined ? undefined : chosen.data?.node
  return (
    <Combobox store={combobox} onOptionSubmit={(id) => { combobox.closeDropdown(); setText(undefined); onChange(id) }}>
      <Combobox.Target>
        <TextInput
          label={label} placeholder={placeholder} value={text ?? node?.name ?? value ?? ''} style={{ flex: 1, minWidth: 220 }}
          leftSection={node && text === undefined ? <KindIcon subKind={node.sub_kind} kind={node.kind} size={14} /> : undefined}
          rightSection={isFetching && text ? <Loader size={14} /> : value ? <CloseButton size="sm" aria-label={`Clear ${label}`} onClick={() => onChange(undefined)} /> : null}
          onChange={(event) => { setText(event.currentTarget.value); combobox.openDropdown(); combobox.selectFirstOption() }}
          onFocus={(event) => event.currentTarget.select()} onBlur={() => { combobox.closeDropdown(); setText(undefined) }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={hits.length === 0}>
        <Combobox.Options mah={340} style={{ overflowY: 'auto' }}>
          {hits.map((hit) => <Combobox.Option key={hit.node.id} value={hit.node.id}><NodeName node={hit.node} detail /></Combobox.Option>)}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
