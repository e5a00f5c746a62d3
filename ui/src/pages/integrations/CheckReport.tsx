import { Alert, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import type { CheckView } from '@/api/types'
import { heading } from '@/format/sentence'
import { Notices } from '@/look/Notices'
import classes from './integrations.module.css'
import { Words } from '@/look/Words'

/** What a credential may read, endpoint by endpoint, and what each missing one costs. */
export function CheckReport({ check }: { check: CheckView }) {
  return (
    <Stack gap="sm" role="status">
      <Alert color={check.usable ? 'green' : 'red'} icon={check.usable ? <IconShieldCheck size={18} /> : <IconShieldX size={18} />} title={check.org_name ?? (check.usable ? 'Usable' : 'Not usable')}>
        <Words>{check.summary}</Words>
      </Alert>
      <Notices notices={check.notices} />
      <div>
        {check.endpoints.map((row) => (
          <div key={row.endpoint + row.class} className={classes.row}>
            {row.ok ? <IconCircleCheck size={18} color="var(--mantine-color-green-6)" role="img" aria-label="May be read" /> : <IconCircleX size={18} color="var(--mantine-color-red-6)" role="img" aria-label="May not be read" />}
            <Text size="sm" fw={540}>{heading(row.label)}</Text>
            <div style={{ minWidth: 0 }}>
              <span className="mono quiet" style={{ overflowWrap: 'anywhere' }}>{row.endpoint}</span>
              {row.message && <Text size="sm" c={row.ok ? 'dimmed' : undefined}><Words>{row.message}</Words></Text>}
            </div>
          </div>
        ))}
      </div>
    </Stack>
  )
}
