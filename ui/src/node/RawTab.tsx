import { Code, Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { rawQuery } from '@/api/nodes'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'

/** The object as Okta sent it. */
export function RawTab({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery(rawQuery(id))
  if (isPending) return <Loader size="sm" role="status" aria-label="Reading" />
  if (error) return <Failure error={error} retry={() => refetch()} />
  const text = JSON.stringify(data.raw, null, 2)
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">As Okta sent it, without credentials.</Text>
        <Copy value={text} label="Copy the JSON" />
      </Group>
      <Code block style={{ fontSize: 12 }}>{text}</Code>
    </Stack>
  )
}
