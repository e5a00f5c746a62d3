import { Group, Text, UnstyledButton } from '@mantine/core'
import { count, humane } from '@/format/format'
import classes from './Changes.module.css'

interface Props {
  summary: readonly { class: string; gained: number; lost: number }[]
  /** The class that is shown alone. */
  current?: string
  onPick: (next: string | undefined) => void
}

/** How much of every class came and went; choosing one shows it alone. */
export function Changes({ summary, current, onPick }: Props) {
  return (
    <Group gap={10} role="group" aria-label="Show one kind of change">
      {summary.map((row) => (
        <UnstyledButton
          key={row.class} className={classes.tile} aria-pressed={current === row.class}
          onClick={() => onPick(current === row.class ? undefined : row.class)}
        >
          <Text size="xs" c="dimmed">{humane(row.class)}</Text>
          <span className={classes.gained} data-none={row.gained === 0 || undefined}>+{count(row.gained)}</span> <span className={classes.lost} data-none={row.lost === 0 || undefined}>−{count(row.lost)}</span>
        </UnstyledButton>
      ))}
    </Group>
  )
}
