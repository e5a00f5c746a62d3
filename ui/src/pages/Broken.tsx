import { Button, Center, Stack, Text } from '@mantine/core'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Empty } from '@/look/Empty'

/** A page that could not be drawn: often the server was updated and the old page asks for files that are gone. */
export function Broken({ error }: { error: unknown }) {
  return (
    <Center mih="60dvh" role="alert">
      <Empty page icon={IconRefreshAlert} title="This page could not be drawn">
        <Stack gap={8} align="center">
          <Text size="sm">If the server was updated a moment ago, loading the page again is all it needs.</Text>
          <Text size="xs" className="mono">{error instanceof Error ? error.message : String(error)}</Text>
          <Button size="sm" onClick={() => window.location.reload()}>Load again</Button>
        </Stack>
      </Empty>
    </Center>
  )
}
