import { Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBookmark, IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { languageQuery, searchesQuery, type Question } from '@/api/activity'
import { api, body } from '@/api/client'
import { useMay } from '@/api/permissions'
import { Failure } from '@/look/Failure'

const FORMATS = [['csv', 'CSV, the columns'], ['ndjson', 'JSON lines, with the raw events'], ['ocsf', 'OCSF, for other systems'], ['parquet', 'Parquet, for other engines']] as const

/** Everything that is found, as a file. */
export function Export({ question }: { question: Question }) {
  const address = (format: string) => {
    const wanted = new URLSearchParams({ format, limit: '10000000' })
    for (const [name, value] of Object.entries(question)) if (value) wanted.set(name, String(value))
    return `/api/v1/activity/export?${wanted}`
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button size="xs" variant="default" leftSection={<IconDownload size={15} />}>Export</Button></Menu.Target>
      <Menu.Dropdown>{FORMATS.map(([format, label]) => <Menu.Item key={format} component="a" href={address(format)} download>{label}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}

interface Props {
  q: string
  from?: string
  until?: string
  onAsk: (next: { q: string; from?: string; until?: string }) => void
}

/** Searches that are kept, those that come ready, and keeping this one. */
export function Saved({ q, from, until, onAsk }: Props) {
  const may = useMay()
  const [naming, { open, close }] = useDisclosure()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const kept = useQuery(searchesQuery)
  const language = useQuery(languageQuery)
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: () => body(api.POST('/api/v1/activity/searches', { body: { name: name.trim(), q, from: from ?? null, until: until ?? null, shared } })),
    onSuccess: (list) => {
      queries.setQueryData(searchesQuery.queryKey, list)
      close()
      setName('')
    },
  })
  const forget = useMutation({
    mutationFn: (id: string) => body(api.DELETE('/api/v1/activity/searches/{id}', { params: { path: { id } } })),
    onSuccess: (list) => queries.setQueryData(searchesQuery.queryKey, list),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <>
      <Menu position="bottom-end" width={290}>
        <Menu.Target><Button size="xs" variant="default" leftSection={<IconBookmark size={15} />}>Searches</Button></Menu.Target>
        <Menu.Dropdown mah={460} style={{ overflowY: 'auto' }}>
          {may('activity.update') && <Menu.Item onClick={open}>Keep this search…</Menu.Item>}
          {kept.data && kept.data.searches.length > 0 && <Menu.Label>Kept</Menu.Label>}
          {kept.data?.searches.map((one) => <Menu.Item key={one.id} onClick={() => onAsk({ q: one.q, from: one.from ?? undefined, until: one.until ?? undefined })}>{one.name}{one.shared ? ', shared' : ''}</Menu.Item>)}
          {kept.data && kept.data.ready.length > 0 && <Menu.Label>Views</Menu.Label>}
          {kept.data?.ready.map((one) => <Menu.Item key={one.id} onClick={() => onAsk({ q: one.q, from: one.from, until: undefined })}>{one.name}</Menu.Item>)}
          {language.data && language.data.examples.length > 0 && <Menu.Label>To begin with</Menu.Label>}
          {language.data?.examples.map((one) => <Menu.Item key={one.title} onClick={() => onAsk({ q: one.q })}>{one.title}</Menu.Item>)}
          {may('activity.update') && kept.data && kept.data.searches.length > 0 && <Menu.Label>Forget</Menu.Label>}
          {may('activity.update') && kept.data?.searches.map((one) => <Menu.Item key={`forget ${one.id}`} color="red" onClick={() => forget.mutate(one.id)}>Forget {one.name}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={close} title="Keep this search">
        <form onSubmit={submit}>
          <Stack>
            <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Checkbox label="For everybody" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
            {save.error && <Failure error={save.error} />}
            <Group justify="flex-end"><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>Keep</Button></Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
