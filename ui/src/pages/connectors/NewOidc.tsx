import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api, ApiError, body } from '@/api/client'
import { CopyLine } from '@/look/CopyLine'
import { Failure } from '@/look/Failure'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import steps from '@/pages/integrations/integrations.module.css'
import { MappingLines } from './MappingLines'
import { OidcFields, OidcOptions } from './Oidc'
import { EMPTY_OIDC, futureRedirects, nameProblem, oidcSpecOf } from './spec'

/** Makes an OpenID Connect connector. */
export function NewOidc({ choice }: { choice: ReactNode }) {
  const [draft, setDraft] = useState(EMPTY_OIDC)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/connectors', { body: { name: draft.name, oidc: oidcSpecOf(draft), client_secret: draft.clientSecret.trim() || null, confirm: false } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['connectors'] })
      await queries.invalidateQueries({ queryKey: ['sign-in'] })
      await navigate({ to: '/connectors/$name', params: { name: made.name }, search: { tab: draft.clientAuth === 'private_key_jwt' ? undefined : 'trial' } })
    },
  })
  const problem = nameProblem(draft.name)
  const fault = make.error instanceof ApiError ? make.error : undefined
  const isReady = draft.name !== '' && problem === undefined && draft.issuer.trim() !== '' && draft.clientId.trim() !== ''
  const { signIn, signOut } = futureRedirects(window.location.origin, draft.name)
  return (
    <Page title="New OpenID Connect connector" lead="The other way to sign in through Okta; nothing changes for people until the connector is made." actions={choice}>
      <Stack gap="md">
        <Panel title="Name">
          <TextInput maw={520} label="Name" required description="Short; it stands in addresses and cannot be changed later" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value.trim() })} error={problem ?? (fault?.field === 'name' ? fault.message : undefined)} />
        </Panel>
        <Panel title="The app in Okta">
          <ol className={steps.steps}>
            <li>In the Okta Admin Console open <b>Applications › Applications</b>, choose <b>Create App Integration</b>, <b>OIDC - OpenID Connect</b>, <b>Web Application</b>, and name it Portolan.</li>
            <li>Grant type: <b>Authorization Code</b>. Enter:<Stack gap={6} mt={4}><CopyLine name="Sign-in redirect URI" value={signIn} /><CopyLine name="Sign-out redirect URI" value={signOut} /></Stack></li>
            <li>On the tab <b>Sign On</b>, at <b>OpenID Connect ID Token</b>, let the <b>Groups claim</b> be named <span className="mono">groups</span> with the filter <b>Matches regex</b> <span className="mono">.*</span>.</li>
            <li>Assign the people or groups who may sign in, and copy from the tab <b>General</b>:</li>
          </ol>
          <OidcFields draft={draft} onChange={setDraft} fault={fault} />
        </Panel>
        <Panel title="From claims to roles"><MappingLines mapping={draft.mapping} onChange={(mapping) => setDraft({ ...draft, mapping })} error={fault?.field === 'attributes_to_roles' || fault?.field === 'roles' ? fault.message : undefined} /></Panel>
        <Panel title="Options"><OidcOptions draft={draft} onChange={setDraft} fault={fault} /></Panel>
        {make.error && !fault?.field && <Failure error={make.error} />}
        <Alert color="tide" p="xs" px="sm"><Text size="sm">Next comes a trial sign-in, which shows what Okta sends and which roles result, without letting anybody in.</Text></Alert>
        <Group><Button onClick={() => make.mutate()} loading={make.isPending} disabled={!isReady}>Make the connector</Button></Group>
      </Stack>
    </Page>
  )
}
