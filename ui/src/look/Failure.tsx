import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '@/api/client'

/** What went wrong and what to do, in the server's own words. */
export function Failure({ error, retry, title }: { error: Error; retry?: () => void; title?: string }) {
  const hint = error instanceof ApiError ? error.hint : undefined
  const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1)
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={title ?? sentence} role="alert">
      <Stack gap={8} align="flex-start">
        {title && <Text size="sm">{sentence}</Text>}
        {hint && <Text size="sm">{hint}</Text>}
        {retry && <Button size="xs" variant="default" onClick={retry}>Try again</Button>}
      </Stack>
    </Alert>
  )
}
