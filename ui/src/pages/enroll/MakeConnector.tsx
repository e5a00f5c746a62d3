import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, body } from '@/api/client'
import type { MetadataView } from '@/api/connectors'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { MappingLines } from '@/pages/connectors/MappingLines'
import { Metadata } from '@/pages/connectors/Metadata'
import { InOkta } from '@/pages/connectors/NewConnector'
import { EMPTY, nameProblem, specOf } from '@/pages/connectors/spec'

interface Props {
  taken: readonly string[]
  onMade: (name: string) => void
  onCancel?: () => void
}

/** Makes the connector: the app in Okta, its metadata by address or XML, who gets which role. */
export function MakeConnector({ taken, onMade, onCancel }: Props) {
  const [draft, setDraft] = useState({ ...EMPTY, name: taken.includes(EMPTY.name) ? '' : EMPTY.name })
  const [seen, setSeen] = useState<MetadataView>()
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/connectors', { body: { name: draft.name, spec: specOf(draft), confirm: false } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['connectors'] })
      await queries.invalidateQueries({ queryKey: ['sign-in'] })
      onMade(made.name)
    },
  })
  const problem = taken.includes(draft.name) ? 'There is a connector of this name' : nameProblem(draft.name)
  const fault = make.error instanceof ApiError ? make.error : undefined
  const ofMapping = fault?.field === 'attributes_to_roles' || fault?.field === 'roles'
  return (
    <>
      <Panel title="The app in Okta">
        <Stack gap="md">
          <TextInput label="Name of the connector" maw={320} required description="Short, for example okta; it stands in the addresses below" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value.trim() })} error={problem} />
          {draft.name !== '' && !problem && <InOkta name={draft.name} />}
        </Stack>
      </Panel>
      <Panel title="Its metadata"><Metadata draft={draft} onChange={setDraft} seen={seen} onSeen={setSeen} /></Panel>
      <Panel title="From attributes to roles"><MappingLines mapping={draft.mapping} onChange={(mapping) => setDraft({ ...draft, mapping })} error={ofMapping ? fault?.message : undefined} /></Panel>
      {make.error && !ofMapping && <Failure error={make.error} />}
      {!seen && <Alert role="note" color="tide" p="xs" px="sm"><Text size="sm">Read the metadata first: the keys in it are whose signatures will count. Nothing changes for anybody before the connector is made.</Text></Alert>}
      <Group>
        <Button disabled={!seen || draft.name === '' || problem !== undefined} loading={make.isPending} onClick={() => make.mutate()}>Make the connector</Button>
        {onCancel && <Button variant="subtle" color="gray" onClick={onCancel}>Keep the one there is</Button>}
      </Group>
    </>
  )
}
