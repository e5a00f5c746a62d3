import { Button, Checkbox, Code, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, body } from '@/api/client'
import type { IntegrationView } from '@/api/types'
import { count, counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Remains, useRemains } from './Remains'

/** Leads through what outlives the integration, people first, and disconnects the organization after its host was typed. */
export function Danger({ integration }: { integration: IntegrationView }) {
  const [open, { open: show, close }] = useDisclosure()
  const [typed, setTyped] = useState('')
  const [snapshots, setSnapshots] = useState(false)
  const [anyway, setAnyway] = useState(false)
  const { left, active = 0 } = useRemains()
  const host = integration.org_url.replace(/^https?:\/\//, '')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const would = useQuery({
    queryKey: ['deletion', integration.org_url, snapshots], enabled: open, retry: false,
    queryFn: () => body(api.DELETE('/api/v1/integrations/okta', { params: { query: { org: integration.org_url, snapshots: snapshots ? 'delete' : 'keep', dry_run: true } } })),
  })
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/integrations/okta', { params: { query: { org: integration.org_url, snapshots: snapshots ? 'delete' : 'keep' } } })),
    onSuccess: async () => {
      await queries.invalidateQueries()
      await navigate({ to: '/integrations' })
    },
  })
  return (
    <Panel title="Delete the integration">
      <Stack gap="sm">
        <Text size="sm">Scans stop, the log is read no more, and the stored credential is destroyed. Nothing in Okta changes: revoke the token there yourself, under Security, API, Tokens.</Text>
        {left.length > 0 && (
          <>
            <Text size="sm" fw={600}>What stays behind, in the order to deal with it</Text>
            <Remains left={left} />
          </>
        )}
        <Group justify="flex-end"><Button color="red" variant="light" onClick={show}>Delete…</Button></Group>
      </Stack>
      <Modal opened={open} onClose={close} title={`Delete the integration with ${host}?`}>
        <Stack>
          {active > 0 && <Checkbox label={`Leave ${counted(active, 'person', 'people')} as they are`} description="They stay active and can still sign in. Better: unassign them in Okta, wait for the next sync, then delete" checked={anyway} onChange={(event) => setAnyway(event.currentTarget.checked)} />}
          <Checkbox label="Delete its snapshots too" description="Without them past access can no longer be proved" checked={snapshots} onChange={(event) => setSnapshots(event.currentTarget.checked)} />
          <TextInput label={<>Type <Code>{host}</Code> to go on</>} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" data-autofocus />
          {would.data && (
            <div>
              <Text size="sm" fw={600}>What this does</Text>
              <List size="sm" aria-label="What this does">
                {would.data.goes.map((one) => <List.Item key={one}>{one}</List.Item>)}
                <List.Item>{snapshots ? `${counted(would.data.snapshots_deleted, 'snapshot')} deleted` : `${counted(would.data.snapshots_kept, 'snapshot')} kept`}</List.Item>
              </List>
              {would.data.stays.length > 0 && <Text size="sm" mt={6}>Stays until it is cleaned up: {would.data.stays.map((one) => `${count(one.count)} ${one.label}`).join('; ')}</Text>}
            </div>
          )}
          {would.error && <Failure error={would.error} />}
          {remove.error && <Failure error={remove.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>Keep it</Button>
            <Button color="red" disabled={typed.trim() !== host || (active > 0 && !anyway)} loading={remove.isPending} onClick={() => remove.mutate()}>Delete</Button>
          </Group>
        </Stack>
      </Modal>
    </Panel>
  )
}
