import { Loader, Stack, Text } from '@mantine/core'
import { Navigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { Failure } from '@/look/Failure'
import { LinkButton } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { ListsStep } from './ListsStep'
import { Needs } from './Needs'
import { OrganizationStep } from './OrganizationStep'
import { ScimStep } from './ScimStep'
import { SecurityStep } from './SecurityStep'
import { SignOnStep } from './SignOnStep'
import { beside, firstOpen, NAMES, standing, STEPS, type Step } from './steps'
import { StepList } from './StepList'
import { useEnrollment, type Enrollment } from './useEnrollment'
import { UserSyncStep } from './UserSyncStep'
import classes from './enroll.module.css'

const LEADS: Record<Step, string> = {
  organization: 'Which Okta organization, and with what this server reads it. Read access is enough, and nothing in Okta is changed.',
  'sign-on': 'People sign in to Portolan through Okta, and their groups give them roles.',
  scim: 'Okta creates, changes and locks people here within a second of the change there. Without it, user sync does the same after each scan.',
  'user-sync': 'Keeps people in step with the organization after each scan: who is created, changed, locked. You see the plan before anything happens.',
  lists: 'Okta’s apps and groups as lists whose members are owned, reviewed and asked for.',
  security: 'Who can reach what, and what happens: the scan of resources and the export of the System Log.',
}

/** Guides through enrolling an Okta organization; each step has a link, can be left, and is resumed from what the server knows. */
export function Enroll() {
  return <Only may="plugin.update"><Guide /></Only>
}

/** Goes on where the enrolment was left. */
export function Resume() {
  return <Only may="plugin.update"><ToFirstOpen /></Only>
}

function ToFirstOpen() {
  const enrollment = useEnrollment(undefined, undefined)
  if (enrollment.error) return <Page title="Enrol Okta"><Failure error={enrollment.error} retry={enrollment.retry} /></Page>
  if (enrollment.isPending) return <Loader size="sm" m="lg" role="status" aria-label="Reading" />
  return <Navigate to="/integrations/enroll/okta/$step" params={{ step: firstOpen(enrollment.facts) ?? 'security' }} replace />
}

const isStep = (word: string): word is Step => STEPS.some((step) => step === word)

function Guide() {
  const { step: word } = useParams({ from: '/shell/integrations/enroll/okta/$step' })
  const { org, connector } = useSearch({ from: '/shell/integrations/enroll/okta/$step' })
  const enrollment = useEnrollment(org, connector)
  if (!isStep(word)) return <Navigate to="/integrations/enroll/okta" replace />
  return (
    <Page title={`Enrol Okta: ${NAMES[word]}`} heading="Enrol Okta" lead={enrollment.integration?.org_url ?? 'Six steps; each can be left and taken up again by its link.'}>
      {enrollment.error && <Failure error={enrollment.error} retry={enrollment.retry} />}
      {!enrollment.error && enrollment.isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {!enrollment.error && !enrollment.isPending && (
        <div className={classes.layout}>
          <StepList at={word} facts={enrollment.facts} search={{ org, connector }} />
          <OneStep step={word} enrollment={enrollment} search={{ org, connector }} />
        </div>
      )}
    </Page>
  )
}

interface Props {
  step: Step
  enrollment: Enrollment
  search: { org?: string; connector?: string }
}

function OneStep({ step, enrollment, search }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    // Whoever listens, or walks by keyboard, begins at the new step and not where the old one ended.
    heading.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [step])
  const { needs } = standing(step, enrollment.facts)
  const [before, after] = [beside(step, -1), beside(step, 1)]
  return (
    <Stack gap="md" component="section" aria-labelledby="enroll-step" style={{ minWidth: 0 }}>
      <div>
        <Text size="xs" c="dimmed">Step {STEPS.indexOf(step) + 1} of {STEPS.length}</Text>
        <h2 ref={heading} tabIndex={-1} id="enroll-step" className={classes.title}>{NAMES[step]}</h2>
        <Text size="sm" c="dimmed" mt={4} maw={760}>{LEADS[step]}</Text>
      </div>
      {needs.length > 0 && <Needs needs={needs} search={search} isLater={step === 'lists'} />}
      {(needs.length === 0 || step === 'lists') && <Content step={step} enrollment={enrollment} />}
      <div className={classes.foot}>
        {before && <LinkButton to="/integrations/enroll/okta/$step" params={{ step: before }} search={search} variant="default">Back</LinkButton>}
        {after ? <NextButton step={step} after={after} enrollment={enrollment} search={search} /> : <LinkButton to={enrollment.facts.connected ? '/integrations/okta' : '/integrations'}>Finish</LinkButton>}
        <LinkButton to={enrollment.facts.connected ? '/integrations/okta' : '/integrations'} variant="subtle" color="gray">Leave, go on later</LinkButton>
      </div>
    </Stack>
  )
}

function NextButton({ step, after, enrollment, search }: Props & { after: Step }) {
  const { mark } = standing(step, enrollment.facts)
  const isDone = mark === 'done' || (step === 'scim' && mark === 'begun')
  const label = isDone || step === 'lists' ? `Next: ${NAMES[after]}` : step === 'scim' ? 'Skip: no SCIM' : 'Skip for now'
  return <LinkButton to="/integrations/enroll/okta/$step" params={{ step: after }} search={search} variant={isDone || step === 'lists' ? 'filled' : 'default'}>{label}</LinkButton>
}

function Content({ step, enrollment }: { step: Step; enrollment: Enrollment }): ReactNode {
  const { integration } = enrollment
  switch (step) {
    case 'organization':
      return <OrganizationStep integration={integration} />
    case 'sign-on':
      return <SignOnStep enrollment={enrollment} />
    case 'scim':
      return <ScimStep />
    case 'user-sync':
      return <UserSyncStep integration={integration} />
    case 'lists':
      return <ListsStep />
    default:
      return integration && <SecurityStep integration={integration} />
  }
}
