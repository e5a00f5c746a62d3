import { Button, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import type { CredentialInput, IntegrationView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { CheckReport } from './CheckReport'
import { credentialOf, EMPTY_DRAFT } from './credential'
import { CredentialForm } from './CredentialForm'

/** Checks the installed credential, or replaces it by a new one that was checked first. */
export function Rotate({ integration }: { integration: IntegrationView }) {
  const [open, { open: show, close }] = useDisclosure()
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const credential = credentialOf(draft)
  const queries = useQueryClient()
  const org = integration.org_url
  const installed = useMutation({ mutationFn: () => body(api.POST('/api/v1/integrations/okta/check', { params: { query: { org } }, body: {} })) })
  const check = useMutation({ mutationFn: (given: CredentialInput) => body(api.POST('/api/v1/integrations/okta/check', { body: { org_url: org, credential: given } })) })
  const replace = useMutation({
    mutationFn: (given: CredentialInput) => body(api.PATCH('/api/v1/integrations/okta', { params: { query: { org } }, body: { credential: given } })),
    onSuccess: async () => {
      close()
      setDraft(EMPTY_DRAFT)
      check.reset()
      await queries.invalidateQueries({ queryKey: ['integrations'] })
    },
  })
  return (
    <Stack mt="md" gap="sm">
      <Group>
        <Button size="xs" variant="default" onClick={() => installed.mutate()} loading={installed.isPending}>Check what it may read</Button>
        <Button size="xs" variant="default" onClick={show}>Replace…</Button>
      </Group>
      {installed.error && <Failure error={installed.error} />}
      {installed.data && <CheckReport check={installed.data} />}
      <Modal opened={open} onClose={close} title="Replace the credential" size="xl">
        <Stack>
          <CredentialForm draft={draft} onChange={(next) => { setDraft(next); check.reset() }} />
          {check.error && <Failure error={check.error} />}
          {check.data && <CheckReport check={check.data} />}
          {replace.error && <Failure error={replace.error} />}
          <Group>
            <Button variant={check.data ? 'default' : 'filled'} disabled={!credential} loading={check.isPending} onClick={() => credential && check.mutate(credential)}>Check</Button>
            {check.data && <Button color={check.data.usable ? undefined : 'brass'} loading={replace.isPending} onClick={() => credential && replace.mutate(credential)}>{check.data.usable ? 'Replace' : 'Replace anyway'}</Button>}
          </Group>
        </Stack>
      </Modal>
    </Stack>
  )
}
