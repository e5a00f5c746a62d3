import { Grid, PasswordInput, Radio, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import { keyProblem, type Draft } from './credential'
import { MadeKey } from './MadeKey'
import { ServiceAppSteps, TokenSteps } from './Steps'

/** How the server is to sign in to Okta: the exact way through the Admin Console beside what is to be pasted. */
export function CredentialForm({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Kind of credential" value={draft.kind} onChange={(kind) => set({ kind: kind as Draft['kind'] })} style={{ alignSelf: 'flex-start' }}
        data={[{ value: 'api_token', label: 'API token (SSWS)' }, { value: 'service_app', label: 'Service app (OAuth 2.0)' }]}
      />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 6 }}>{draft.kind === 'api_token' ? <TokenSteps /> : <ServiceAppSteps made={draft.made} />}</Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          {draft.kind === 'api_token' ? (
            <PasswordInput
              label="API token" description="Stored encrypted; never shown again" required value={draft.token} autoComplete="off" data-1p-ignore
              onChange={(event) => set({ token: event.currentTarget.value })}
            />
          ) : (
            <Stack>
              <TextInput label="Client ID" placeholder="0oa…" required value={draft.clientId} autoComplete="off" onChange={(event) => set({ clientId: event.currentTarget.value })} />
              <Radio.Group label="Key" value={draft.made ? 'made' : 'pasted'} onChange={(value) => set({ made: value === 'made' })}>
                <Stack gap={8} mt={4}>
                  <Radio value="made" label="Made by Portolan" description="The private half never leaves this server" />
                  <Radio value="pasted" label="Made by Okta or by you" description="Pasted here once" />
                </Stack>
              </Radio.Group>
              {draft.made ? <MadeKey kid={draft.kid} onKid={(kid) => set({ kid })} /> : (
                <>
                <Textarea
                  label="Private key" description="The private JWK that Okta shows once, or a PEM. Stored encrypted; never shown again" required autosize minRows={5} maxRows={10}
                  styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} value={draft.privateKey} error={keyProblem(draft.privateKey)} spellCheck={false}
                  onChange={(event) => set({ privateKey: event.currentTarget.value })}
                />
                <TextInput label="Key ID" description="Only for a PEM: the KID that Okta lists" value={draft.keyId} autoComplete="off" onChange={(event) => set({ keyId: event.currentTarget.value })} />
                </>
              )}
            </Stack>
          )}
        </Grid.Col>
      </Grid>
    </Stack>
  )
}
