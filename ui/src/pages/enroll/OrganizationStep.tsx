import { Alert, Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ApiError, body } from '@/api/client'
import type { CredentialInput, IntegrationView } from '@/api/types'
import { Failure } from '@/look/Failure'
import { FactList } from '@/look/FactList'
import { Panel } from '@/look/Panel'
import { stateLook } from '@/look/states'
import { When } from '@/look/When'
import { CheckReport } from '@/pages/integrations/CheckReport'
import { credentialOf, EMPTY_DRAFT, orgProblem } from '@/pages/integrations/credential'
import { CredentialForm } from '@/pages/integrations/CredentialForm'
import { Rotate } from '@/pages/integrations/Rotate'

/** The organization, how the server signs in to it, and what that lets it read. */
export function OrganizationStep({ integration }: { integration?: IntegrationView }) {
  return integration ? <Connected integration={integration} /> : <Connect />
}

function Connect() {
  const search = useSearch({ from: '/shell/integrations/enroll/okta/$step' })
  const navigate = useNavigate({ from: '/integrations/enroll/okta/$step' })
  const [org, setOrg] = useState(search.org ?? '')
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const credential = credentialOf(draft)
  const queries = useQueryClient()
  const check = useMutation({ mutationFn: (given: CredentialInput) => body(api.POST('/api/v1/integrations/okta/check', { body: { org_url: org.trim(), credential: given } })) })
  const connect = useMutation({
    mutationFn: (given: CredentialInput) => body(api.POST('/api/v1/integrations/okta', { body: { org_url: org.trim(), credential: given, skip_check: check.data?.usable === false } })),
    onSuccess: () => queries.invalidateQueries(),
  })
  const problem = orgProblem(org)
  const isReady = org.trim() !== '' && problem === undefined && credential !== undefined
  const refused = check.error instanceof ApiError && check.error.field === 'org_url' ? check.error : undefined
  // What was checked is what is connected: a change asks for another check.
  const forget = () => { check.reset(); connect.reset() }
  return (
    <>
      <Panel title="Organization">
        <TextInput
          maw={520} label="Okta organization URL" placeholder="https://acme.okta.com" required value={org} description="As in the address bar when people sign in; custom domains work" error={problem ?? refused?.message}
          onChange={(event) => { setOrg(event.currentTarget.value); forget() }} onBlur={() => void navigate({ search: (now) => ({ ...now, org: problem || org.trim() === '' ? undefined : org.trim() }), replace: true, resetScroll: false })}
        />
      </Panel>
      <Panel title="Credentials"><CredentialForm draft={draft} onChange={(next) => { setDraft(next); forget() }} /></Panel>
      <Panel title="What they let Portolan read">
        <Stack gap="sm">
          {!check.data && !check.isPending && !check.error && <Text size="sm" c="dimmed">The check asks every endpoint that a scan reads, and says which part of Portolan a missing right costs. Nothing is kept before you connect.</Text>}
          {check.isPending && <Text size="sm" role="status">Asking every endpoint that a scan reads…</Text>}
          {check.error && !refused && <Failure error={check.error} />}
          {check.data && <CheckReport check={check.data} />}
          {connect.error && <Failure error={connect.error} />}
          <Group>
            <Button variant={check.data ? 'default' : 'filled'} disabled={!isReady} loading={check.isPending} onClick={() => credential && check.mutate(credential)}>{check.data ? 'Check again' : 'Check'}</Button>
            {check.data && <Button color={check.data.usable ? undefined : 'brass'} loading={connect.isPending} onClick={() => credential && connect.mutate(credential)}>{check.data.usable ? 'Connect' : 'Connect anyway'}</Button>}
          </Group>
        </Stack>
      </Panel>
    </>
  )
}

function Connected({ integration }: { integration: IntegrationView }) {
  const { label, badge } = stateLook(integration.state)
  return (
    <>
      <Panel title={<Group gap={10}>Connected <Badge color={badge}>{label}</Badge></Group>}>
        <FactList
          facts={{
            Organization: integration.org_url,
            'Signs in with': integration.auth.kind === 'api_token' ? 'an API token (SSWS)' : `a service app (OAuth 2.0), ${integration.auth.client_id ?? ''}`,
            'Last whole scan': <When at={integration.snapshot?.taken_at} never="none yet: the first one runs now" />,
          }}
        />
        <Rotate integration={integration} />
      </Panel>
      {!integration.snapshot && <Alert role="note" color="tide" p="xs" px="sm"><Text size="sm">The first scan has begun. The next steps need not wait for it; the plan of user sync does.</Text></Alert>}
    </>
  )
}
