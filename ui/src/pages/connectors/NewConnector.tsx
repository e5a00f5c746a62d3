import { Alert, Button, Group, SegmentedControl, Stack, Stepper, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api, ApiError, body } from '@/api/client'
import type { MetadataView } from '@/api/connectors'
import { CopyLine } from '@/look/CopyLine'
import { Failure } from '@/look/Failure'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import steps from '@/pages/integrations/integrations.module.css'
import { MappingLines } from './MappingLines'
import { Metadata } from './Metadata'
import { NewOidc } from './NewOidc'
import { Options } from './Options'
import { EMPTY, futureAddresses, nameProblem, specOf } from './spec'
import classes from './connectors.module.css'

/** Guides through making a connector: name, the app in Okta, its metadata, who gets which role, options. */
export function NewConnector() {
  return <Only may="saml.create"><Either /></Only>
}

function Either() {
  const [kind, setKind] = useState('saml')
  const choice = <SegmentedControl aria-label="Kind" value={kind} onChange={setKind} data={[{ value: 'saml', label: 'SAML 2.0' }, { value: 'oidc', label: 'OpenID Connect' }]} />
  return kind === 'saml' ? <Guide choice={choice} /> : <NewOidc choice={choice} />
}

function Guide({ choice }: { choice: ReactNode }) {
  const [step, setStep] = useState(0)
  const [draft, setDraft] = useState(EMPTY)
  const [seen, setSeen] = useState<MetadataView>()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/v1/connectors', { body: { name: draft.name, spec: specOf(draft), confirm: false } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['connectors'] })
      await queries.invalidateQueries({ queryKey: ['sign-in'] })
      await navigate({ to: '/connectors/$name', params: { name: made.name }, search: { tab: 'trial' } })
    },
  })
  const problem = nameProblem(draft.name)
  const fault = make.error instanceof ApiError ? make.error : undefined
  return (
    <Page title="New SAML connector" lead="People sign in through Okta; nothing changes for them until the connector is made." actions={step === 0 && choice}>
      <Panel>
        <Stepper active={step} onStepClick={(next) => next < step && setStep(next)} size="sm" mb="lg" classNames={{ stepDescription: classes.does }}>
          <Stepper.Step label="Name" description="In addresses">
            <Stack maw={520} mt="md">
              <TextInput label="Name" required autoFocus description="Short; it cannot be changed later" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value.trim() })} error={problem} />
              <TextInput label="Button on the sign-in page" placeholder={draft.name} value={draft.display} onChange={(event) => setDraft({ ...draft, display: event.currentTarget.value })} />
              <Group><Button onClick={() => setStep(1)} disabled={draft.name === '' || problem !== undefined}>Next</Button></Group>
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="App in Okta" description="What to enter there">
            <Stack mt="md">
              <InOkta name={draft.name} />
              <Buttons back={() => setStep(0)} next={() => setStep(2)} />
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="Metadata" description="Whose signatures count">
            <Stack mt="md">
              <Metadata draft={draft} onChange={setDraft} seen={seen} onSeen={setSeen} />
              <Buttons back={() => setStep(1)} next={() => setStep(3)} isReady={seen !== undefined} />
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="Roles" description="Who may do what">
            <Stack mt="md" maw={860}>
              <Text size="sm">Which role does a person get, by the attributes that Okta sends along?</Text>
              <MappingLines mapping={draft.mapping} onChange={(mapping) => setDraft({ ...draft, mapping })} error={fault?.field === 'attributes_to_roles' || fault?.field === 'roles' ? fault.message : undefined} />
              <Buttons back={() => setStep(2)} next={() => setStep(4)} />
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="Options" description="And make it">
            <Stack mt="md">
              <Options draft={draft} onChange={setDraft} />
              {make.error && <Failure error={make.error} />}
              <Alert color="tide" p="xs" px="sm"><Text size="sm">Next comes a trial sign-in, which shows what Okta sends and which roles result, without letting anybody in. Signing in with a password stays possible.</Text></Alert>
              <Group>
                <Button variant="default" onClick={() => setStep(3)}>Back</Button>
                <Button onClick={() => make.mutate()} loading={make.isPending}>Make the connector</Button>
              </Group>
            </Stack>
          </Stepper.Step>
        </Stepper>
      </Panel>
    </Page>
  )
}

function Buttons({ back, next, isReady = true }: { back: () => void; next: () => void; isReady?: boolean }) {
  return <Group><Button variant="default" onClick={back}>Back</Button><Button onClick={next} disabled={!isReady}>Next</Button></Group>
}

export function InOkta({ name }: { name: string }) {
  const { acs, entity } = futureAddresses(window.location.origin, name)
  return (
    <ol className={steps.steps}>
      <li>In the Okta Admin Console open <b>Applications › Applications</b>, choose <b>Create App Integration</b>, then <b>SAML 2.0</b>, and name it Portolan.</li>
      <li>
        On <b>Configure SAML</b> enter:
        <Stack gap={6} mt={4}><CopyLine name="Single sign-on URL" value={acs} /><CopyLine name="Audience URI (SP Entity ID)" value={entity} /></Stack>
        <Text size="xs" c="dimmed" mt={4}>As this page was reached. If people reach this server under another name, the settings page of the connector shows the addresses that count.</Text>
      </li>
      <li>Leave Name ID format at <b>EmailAddress</b> or Unspecified, and Application username at <b>Okta username</b>.</li>
      <li>Under <b>Group Attribute Statements</b> add the name <span className="mono">groups</span> with the filter <b>Matches regex</b> and the value <span className="mono">.*</span>, or only the groups that give roles here.</li>
      <li>Finish, assign the people or groups who may sign in, and open the tab <b>Sign On</b>: there is the metadata for the next step.</li>
    </ol>
  )
}
