import { Button, Group, Stack, Stepper, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ApiError, body } from '@/api/client'
import type { CredentialInput } from '@/api/types'
import { Failure } from '@/look/Failure'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { CheckReport } from './CheckReport'
import { credentialOf, EMPTY_DRAFT, orgProblem } from './credential'
import { CredentialForm } from './CredentialForm'
import { DEFAULT_SETTINGS, SettingsFields } from './SettingsFields'

/** Guides through connecting an organization: address, credential, check, settings. */
export function Enroll() {
  const [step, setStep] = useState(0)
  const [org, setOrg] = useState('')
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [settings, setSettings] = useState(DEFAULT_SETTINGS)
  const credential = credentialOf(draft)
  const navigate = useNavigate()
  const queries = useQueryClient()

  const check = useMutation({ mutationFn: (given: CredentialInput) => body(api.POST('/api/v1/integrations/okta/check', { body: { org_url: org.trim(), credential: given } })) })
  const connect = useMutation({
    mutationFn: (given: CredentialInput) => body(api.POST('/api/v1/integrations/okta', { body: { org_url: org.trim(), credential: given, settings, skip_check: check.data?.usable === false } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries()
      await navigate({ to: '/integrations/okta', search: { org: made.org_url } })
    },
  })
  const runCheck = () => {
    if (!credential) return
    setStep(2)
    check.mutate(credential)
  }
  const problem = orgProblem(org)
  const fieldError = (field: string) => (check.error instanceof ApiError && check.error.field === field ? check.error.message : undefined)

  return (
    <Page title="Connect Okta" lead="Read access is enough. Nothing in Okta is changed.">
      <Panel>
        <Stepper active={step} onStepClick={(next) => next < step && setStep(next)} size="sm" mb="lg">
          <Stepper.Step label="Organization" description="Its address">
            <Stack maw={520} mt="md">
              <TextInput
                label="Okta organization URL" placeholder="https://acme.okta.com" required autoFocus value={org} onChange={(event) => setOrg(event.currentTarget.value)}
                error={problem ?? fieldError('org_url')} description="As in the address bar when people sign in; custom domains work" onKeyDown={(event) => { if (event.key === 'Enter' && org.trim() !== '' && !problem) setStep(1) }}
              />
              <Group><Button onClick={() => setStep(1)} disabled={org.trim() === '' || problem !== undefined}>Next</Button></Group>
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="Credential" description="Token or service app">
            <Stack mt="md">
              <CredentialForm draft={draft} onChange={setDraft} />
              <Group>
                <Button variant="default" onClick={() => setStep(0)}>Back</Button>
                <Button onClick={runCheck} disabled={!credential}>Check</Button>
              </Group>
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="Check" description="What may be read" loading={check.isPending}>
            <Stack mt="md">
              {check.isPending && <Text size="sm" role="status">Asking every endpoint that a scan reads…</Text>}
              {check.error && <Failure error={check.error} retry={runCheck} />}
              {check.data && <CheckReport check={check.data} />}
              <Group>
                <Button variant="default" onClick={() => setStep(1)}>Back</Button>
                <Button variant="default" onClick={runCheck} disabled={check.isPending}>Check again</Button>
                {check.data && <Button onClick={() => setStep(3)} color={check.data.usable ? undefined : 'brass'}>{check.data.usable ? 'Next' : 'Go on anyway'}</Button>}
              </Group>
            </Stack>
          </Stepper.Step>
          <Stepper.Step label="Scan" description="How often">
            <Stack mt="md" maw={560}>
              <SettingsFields settings={settings} onChange={setSettings} />
              {connect.error && <Failure error={connect.error} />}
              <Group>
                <Button variant="default" onClick={() => setStep(2)}>Back</Button>
                <Button onClick={() => credential && connect.mutate(credential)} loading={connect.isPending}>Connect and scan</Button>
              </Group>
            </Stack>
          </Stepper.Step>
        </Stepper>
      </Panel>
    </Page>
  )
}
