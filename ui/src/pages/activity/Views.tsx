import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { searchesQuery, type Question } from '@/api/activity'
import { sentence } from '@/format/sentence'

/** The usual views, one click each; the one that is shown says what it finds. */
export function Views({ q, onAsk }: { q: string; onAsk: (next: Question) => void }) {
  const { data } = useQuery(searchesQuery)
  const ready = data?.ready ?? []
  if (ready.length === 0) return null
  const shown = ready.find((one) => one.q === q.trim())
  return (
    <div>
      <Group gap={6} role="group" aria-label="Ready views" mb="sm">
        {ready.map((one) => (
          <Button key={one.id} size="compact-sm" radius="xl" variant={one === shown ? 'filled' : 'default'} aria-pressed={one === shown} onClick={() => onAsk(one === shown ? { q: '', from: undefined, until: undefined } : { q: one.q, from: one.from, until: undefined })}>{one.name}</Button>
        ))}
        {shown && <Text size="xs" c="dimmed" role="status">{sentence(shown.about)}</Text>}
      </Group>
    </div>
  )
}
