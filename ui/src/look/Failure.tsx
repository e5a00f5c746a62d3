import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '@/api/client'
import { Words } from '@/look/Words'

/** What went wrong and what to do, in the server's own words. */
export function Failure({ error, retry, title }: { error: Error; retry?: () => void; title?: string }) {
  const hint = error instanceof ApiError ? error.hint : undefined
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={<Words asHeading>{title ?? error.message}</Words>} role="alert">
      <Stack gap={8} align="flex-start">
        {title && <Text size="sm"><Words>{error.message}</Words></Text>}
        {hint && <Text size="sm"><Words>{hint}</Words></Text>}
        {retry && <Button size="xs" variant="default" onClick={retry}>Try again</Button>}
      </Stack>
    </Alert>
  )
}
