import { Button, Group, PasswordInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, body, type Schemas } from '@/api/client'
import { connectorQuery, type ConnectorView, type OidcSpec } from '@/api/connectors'
import { CopyLine } from '@/look/CopyLine'
import { FactList } from '@/look/FactList'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { MappingLines } from './MappingLines'
import { oidcDraftOf, oidcSpecOf, type OidcDraft } from './spec'

const PROOFS = [
  { value: 'client_secret_basic', label: 'Client secret' },
  { value: 'client_secret_post', label: 'Client secret, in the form' },
  { value: 'private_key_jwt', label: 'Public key / private key' },
]

/** What to enter in Okta for an OpenID Connect connector, and what Okta is asked. */
export function OidcAbout({ spec, client, loginUrl }: { spec: OidcSpec; client: Schemas['OidcClientView']; loginUrl: string }) {
  return (
    <>
      <Panel title="What to enter in Okta">
        <Stack gap="xs">
          <CopyLine name="Sign-in redirect URI" value={client.redirect_url} />
          <CopyLine name="Sign-out redirect URI" value={client.post_logout_url} />
          <CopyLine name="Where a sign-in begins" value={loginUrl} />
          {client.public_jwk && <CopyLine name="Public key (JWK)" value={client.public_jwk} />}
        </Stack>
      </Panel>
      <Panel title="What Okta is asked">
        <FactList
          facts={{
            'Issuer': <span className="mono">{spec.issuer}</span>,
            'Client id': <span className="mono">{spec.client_id}</span>,
            'Proof': PROOFS.find((proof) => proof.value === spec.client_auth)?.label,
            'Scopes': <span className="mono">{['openid', ...(spec.scopes ?? [])].join(' ')}</span>,
            'Login': <span className="mono">{spec.name_claim || 'preferred_username'}</span>,
          }}
        />
      </Panel>
    </>
  )
}

/** The fields that say who we are in Okta; `isKept` tells that a secret is kept already. */
export function OidcFields({ draft, onChange, fault, isKept = false }: { draft: OidcDraft; onChange: (draft: OidcDraft) => void; fault?: ApiError; isKept?: boolean }) {
  const of = (field: string) => (fault?.field === field ? `${fault.message}${fault.hint ? `: ${fault.hint}` : ''}` : undefined)
  return (
    <Stack gap="md" maw={620}>
      <TextInput label="Issuer" required placeholder="https://acme.okta.com" description="The organization's address, or that of an authorization server of it, without a slash at the end" value={draft.issuer} onChange={(event) => onChange({ ...draft, issuer: event.currentTarget.value })} error={of('issuer')} />
      <TextInput label="Client ID" required value={draft.clientId} onChange={(event) => onChange({ ...draft, clientId: event.currentTarget.value })} error={of('client_id')} />
      <Select label="Client authentication" data={PROOFS} allowDeselect={false} value={draft.clientAuth} onChange={(value) => onChange({ ...draft, clientAuth: (value ?? 'client_secret_basic') as OidcDraft['clientAuth'] })} />
      {draft.clientAuth === 'private_key_jwt' ? (
        <Text size="sm" c="dimmed">A key is made here and never shown. Its public half stands on the connector’s page, to be added to the app in Okta.</Text>
      ) : (
        <PasswordInput label="Client secret" autoComplete="off" placeholder={isKept ? 'the one that is kept stays' : undefined} required={!isKept} value={draft.clientSecret} onChange={(event) => onChange({ ...draft, clientSecret: event.currentTarget.value })} error={of('client_secret')} />
      )}
    </Stack>
  )
}

/** What else can be set. */
export function OidcOptions({ draft, onChange, fault }: { draft: OidcDraft; onChange: (draft: OidcDraft) => void; fault?: ApiError }) {
  return (
    <Stack gap="md" maw={620}>
      <TextInput label="Button on the sign-in page" placeholder={draft.name} value={draft.display} onChange={(event) => onChange({ ...draft, display: event.currentTarget.value })} />
      <TextInput label="Scopes beside openid" value={draft.scopes} onChange={(event) => onChange({ ...draft, scopes: event.currentTarget.value })} error={fault?.field === 'scopes' ? fault.message : undefined} />
      <TextInput label="Claim that holds the login" placeholder="preferred_username" value={draft.nameClaim} onChange={(event) => onChange({ ...draft, nameClaim: event.currentTarget.value })} />
      <TextInput label="Organization" description="Only where people sign in at another address than the connected organization’s, such as a custom domain of it: the organization’s own address. The connector vouches for its people" placeholder="https://acme.okta.com" value={draft.organization} onChange={(event) => onChange({ ...draft, organization: event.currentTarget.value })} error={fault?.field === 'organization' ? fault.message : undefined} />
      <Switch label="Ask Okta to authenticate anew each time" checked={draft.forceAuthn} onChange={(event) => onChange({ ...draft, forceAuthn: event.currentTarget.checked })} />
    </Stack>
  )
}

/** Settings of an OpenID Connect connector. */
export function OidcForm({ connector, spec }: { connector: ConnectorView; spec: OidcSpec }) {
  const saved = oidcDraftOf(connector.name, spec)
  const [draft, setDraft] = useState(saved)
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/connectors/{name}', { params: { path: { name: connector.name } }, body: { oidc: oidcSpecOf(draft), client_secret: draft.clientSecret.trim() || null, revision: connector.revision, confirm: false } })),
    onSuccess: async (now) => {
      queries.setQueryData(connectorQuery(connector.name).queryKey, now)
      await queries.invalidateQueries({ queryKey: ['sign-in'] })
    },
  })
  const fault = save.error instanceof ApiError ? save.error : undefined
  const ofMapping = fault?.field === 'attributes_to_roles' || fault?.field === 'roles'
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved)
  return (
    <Stack gap="md">
      <Panel title="From claims to roles"><MappingLines mapping={draft.mapping} onChange={(mapping) => setDraft({ ...draft, mapping })} error={ofMapping ? fault.message : undefined} /></Panel>
      <Panel title="The app in Okta"><OidcFields draft={draft} onChange={setDraft} fault={fault} isKept={connector.oidc_client?.has_secret} /></Panel>
      <Panel title="Options"><OidcOptions draft={draft} onChange={setDraft} fault={fault} /></Panel>
      {save.error && !fault?.field && <Failure error={save.error} />}
      <Group>
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!isChanged}>Save</Button>
        {isChanged && <Button variant="subtle" color="gray" onClick={() => { setDraft(saved); save.reset() }}>Undo</Button>}
        {save.isSuccess && !isChanged && <Text size="sm" c="dimmed" role="status">Saved.</Text>}
      </Group>
    </Stack>
  )
}
