import { Alert, Group, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { LinkButton } from '@/look/links'
import { NAMES, type Step } from './steps'

const WHY: Record<Step, string> = {
  organization: 'An organization must be connected, so that there is something to read.',
  'sign-on': 'Single sign-on is what people and their roles hang on: SCIM and user sync make people who sign in through it.',
  scim: '',
  'user-sync': 'The members of lists are people whom user sync keeps in step.',
  lists: '',
  security: '',
}

/** What a step stands on and is not there yet. */
export function Needs({ needs, search, isLater }: { needs: readonly Step[]; search: { org?: string; connector?: string }; isLater: boolean }) {
  return (
    <Alert role="note" color="brass" icon={<IconLock size={18} />} title={isLater ? 'It will need' : 'This step is not available yet'}>
      {needs.map((step) => <Text key={step} size="sm"><b>{NAMES[step]}.</b> {WHY[step]}</Text>)}
      <Group gap={8} mt="sm">{needs.map((step) => <LinkButton key={step} size="xs" variant="default" to="/integrations/enroll/okta/$step" params={{ step }} search={search}>{NAMES[step]}</LinkButton>)}</Group>
    </Alert>
  )
}
