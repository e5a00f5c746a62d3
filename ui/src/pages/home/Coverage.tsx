import { Button, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleHalf2, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { CoverageRow } from '@/api/types'
import { counted } from '@/format/format'
import { heading } from '@/format/sentence'
import { LinkButton } from '@/look/links'
import { Panel } from '@/look/Panel'
import classes from './home.module.css'
import { Words } from '@/look/Words'

const LOOK = {
  whole: { icon: IconCircleCheck, color: 'var(--mantine-color-green-6)', word: 'read whole' },
  partial: { icon: IconCircleHalf2, color: 'var(--mantine-color-brass-6)', word: 'read in part' },
  not_read: { icon: IconEyeOff, color: 'var(--mantine-color-red-6)', word: 'not read' },
}

/** What the scan could read and what not, with the reason. The gaps come first. */
export function Coverage({ rows }: { rows: readonly CoverageRow[] }) {
  const [open, setOpen] = useState(false)
  const gaps = rows.filter((row) => row.reading !== 'whole')
  const whole = rows.filter((row) => row.reading === 'whole')
  return (
    <Panel title="What was read" h="100%" actions={<LinkButton to="/coverage" size="compact-sm" variant="subtle">{gaps.length > 0 ? 'What to do' : 'All'}</LinkButton>}>
      {rows.length === 0 && <Text size="sm" c="dimmed">Known after the first whole scan.</Text>}
      {rows.length > 0 && gaps.length === 0 && <Text size="sm" mb={6}>Everything a scan asks for was read whole. An empty list here means that there is none.</Text>}
      {gaps.map((row) => <Reading key={row.class} row={row} />)}
      {(open ? whole : []).map((row) => <Reading key={row.class} row={row} />)}
      {whole.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? 'Show only gaps' : `Show ${counted(whole.length, 'class', 'classes')} read whole`}
        </Button>
      )}
    </Panel>
  )
}

function Reading({ row }: { row: CoverageRow }) {
  const { icon: Mark, color, word } = LOOK[row.reading]
  return (
    <div className={classes.reading}>
      <Mark size={18} color={color} role="img" aria-label={word} />
      <span>{heading(row.label)}</span>
      <span className="quiet num">{row.reading === 'not_read' ? 'not read' : `${counted(row.rows, 'row')}, ${counted(row.requests, 'request')}`}</span>
      {row.reason && <span className={classes.reason}><Words>{row.reason}</Words></span>}
    </div>
  )
}
