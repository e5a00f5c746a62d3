import { Alert, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import type { Notice } from '@/api/types'
import { Words } from '@/look/Words'

const LOOK = {
  info: { color: 'tide', icon: IconInfoCircle },
  warning: { color: 'brass', icon: IconAlertTriangle },
  error: { color: 'red', icon: IconCircleX },
}

/** Things worth a look, each with its advice. Only failures interrupt whoever listens to the page. */
export function Notices({ notices }: { notices: readonly Notice[] }) {
  if (notices.length === 0) return null
  return (
    <Stack gap={8}>
      {notices.map((notice) => {
        const { color, icon: Icon } = LOOK[notice.level]
        return (
          <Alert key={notice.message} role={notice.level === 'error' ? 'alert' : 'note'} color={color} icon={<Icon size={18} />} variant="light" p="xs" px="sm">
            <Text size="sm" fw={540}><Words>{notice.message}</Words></Text>
            {notice.advice && <Text size="sm" c="dimmed"><Words>{notice.advice}</Words></Text>}
          </Alert>
        )
      })}
    </Stack>
  )
}
