import { Alert, Text } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import type { IntegrationView } from '@/api/types'
import { UserSync } from '@/pages/integrations/UserSync'

/** Who would be created, changed and locked, before it is switched on. */
export function UserSyncStep({ integration }: { integration?: IntegrationView }) {
  return (
    <>
      {!integration?.snapshot && <Alert role="note" color="brass" icon={<IconHourglass size={18} />} p="xs" px="sm"><Text size="sm">There is no whole scan yet. A plan is made from one, so wait for the first, or come back to this step.</Text></Alert>}
      <UserSync />
    </>
  )
}
