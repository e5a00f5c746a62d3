import { Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { ago } from '@/format/format'
import { useNow } from '@/look/useNow'
import { past } from './history'
import classes from './sql.module.css'

/** What was run in this browser. */
export function HistoryList({ onPick }: { onPick: (sql: string) => void }) {
  const [list] = useState(() => past(localStorage))
  const now = useNow()
  if (list.length === 0) return <Text size="sm" c="dimmed" p="sm">What you run is listed here, in this browser only.</Text>
  return (
    <ul className={classes.plainList}>
      {list.map((one) => (
        <li key={one.at}>
          <UnstyledButton className={classes.item} onClick={() => onPick(one.sql)}>
            <span className={`mono ${classes.clip}`}>{one.sql}</span>
            <small>{ago(one.at, now)}</small>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
