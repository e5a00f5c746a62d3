import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, body } from '@/api/client'
import { connectorQuery, type ConnectorView, type MetadataView, type SamlSpec } from '@/api/connectors'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'
import { MappingLines } from './MappingLines'
import { Metadata } from './Metadata'
import { Options } from './Options'
import { draftOf, specOf } from './spec'

/** Settings of a connector. Changed signing keys are agreed to by a second word. */
export function ConnectorForm({ connector, spec }: { connector: ConnectorView; spec: SamlSpec }) {
  const saved = draftOf(connector.name, spec)
  const [draft, setDraft] = useState(saved)
  const [seen, setSeen] = useState<MetadataView>()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (confirm: boolean) => body(api.PUT('/api/v1/connectors/{name}', { params: { path: { name: connector.name } }, body: { spec: specOf(draft), revision: connector.revision, confirm } })),
    onSuccess: async (now) => {
      queries.setQueryData(connectorQuery(connector.name).queryKey, now)
      await queries.invalidateQueries({ queryKey: ['sign-in'] })
    },
  })
  const fault = save.error instanceof ApiError ? save.error : undefined
  const mustAgree = fault?.code === 'needs_confirmation'
  const ofMapping = fault?.field === 'attributes_to_roles' || fault?.field === 'roles'
  const isChanged = JSON.stringify(specOf(draft)) !== JSON.stringify(specOf(saved))
  return (
    <Stack gap="md">
      <Panel title="From attributes to roles"><MappingLines mapping={draft.mapping} onChange={(mapping) => setDraft({ ...draft, mapping })} error={ofMapping ? fault.message : undefined} /></Panel>
      <Panel title="Metadata of the identity provider" actions={<Text size="xs" c="dimmed">what is kept stays until something else is read and saved</Text>}>
        <Metadata draft={draft} onChange={setDraft} connector={connector.name} seen={seen} onSeen={setSeen} />
      </Panel>
      <Panel title="Options"><Options draft={draft} onChange={setDraft} /></Panel>
      {fault && !mustAgree && !ofMapping && <Failure error={fault} />}
      <Group>
        <Button onClick={() => save.mutate(false)} loading={save.isPending} disabled={!isChanged}>Save</Button>
        {isChanged && <Button variant="subtle" color="gray" onClick={() => { setDraft(saved); setSeen(undefined); save.reset() }}>Undo</Button>}
        {save.isSuccess && !isChanged && <Text size="sm" c="dimmed" role="status">Saved.</Text>}
      </Group>
      <Modal opened={mustAgree} onClose={() => save.reset()} title="Trust other signing keys?">
        <Stack>
          <Alert color="red">{fault && fault.message.split('; ').map((change) => <Text key={change} size="sm"><Words>{change}</Words></Text>)}</Alert>
          <Text size="sm">Whoever holds a trusted key can sign in as anybody. Go on only if you know that the key was changed in Okta.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => save.reset()} data-autofocus>Keep the old ones</Button>
            <Button color="red" loading={save.isPending} onClick={() => save.mutate(true)}>Trust the new ones</Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  )
}
