import { Loader, Tabs, Text, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { examplesQuery, schemaQuery } from '@/api/query'
import type { QueryExample, SchemaView } from '@/api/types'
import { Failure } from '@/look/Failure'
import classes from './sql.module.css'
import { Hint } from '@/look/Hint'

interface Props {
  onExample: (sql: string) => void
  onInsert: (word: string) => void
  history: ReactNode
}

/** Ready questions, the tables with the meaning of every column, and what was run before. */
export function SideBar({ onExample, onInsert, history }: Props) {
  return (
    <aside className={classes.side} aria-label="Examples, tables and history">
      <Tabs defaultValue="examples" keepMounted={false}>
        <Tabs.List grow>
          <Tabs.Tab value="examples">Examples</Tabs.Tab>
          <Tabs.Tab value="tables">Tables</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="examples" className={classes.sideBody}><Examples onPick={onExample} /></Tabs.Panel>
        <Tabs.Panel value="tables" className={classes.sideBody}><Tables onInsert={onInsert} /></Tabs.Panel>
        <Tabs.Panel value="history" className={classes.sideBody}>{history}</Tabs.Panel>
      </Tabs>
    </aside>
  )
}

function Examples({ onPick }: { onPick: (sql: string) => void }) {
  const { data, error, isPending } = useQuery(examplesQuery)
  if (isPending) return <Loader size="xs" m="sm" />
  if (error) return <Failure error={error} />
  const groups = new Map<string, QueryExample[]>()
  for (const example of data.examples) groups.set(example.group, [...(groups.get(example.group) ?? []), example])
  return [...groups].map(([group, examples]) => (
    <section key={group} aria-label={group}>
      <h2 className={classes.heading}>{group}</h2>
      <ul className={classes.plainList}>
        {examples.map((example) => (
          <li key={example.id}>
            <Hint label={<pre style={{ margin: 0, whiteSpace: 'pre-wrap', fontSize: 11 }}>{example.sql}</pre>} position="right" openDelay={500}>
              <UnstyledButton className={classes.item} onClick={() => onPick(example.sql)}>{example.title}</UnstyledButton>
            </Hint>
          </li>
        ))}
      </ul>
    </section>
  ))
}

function Tables({ onInsert }: { onInsert: (word: string) => void }) {
  const { data, error, isPending } = useQuery(schemaQuery)
  const [open, setOpen] = useState<string>()
  if (isPending) return <Loader size="xs" m="sm" />
  if (error) return <Failure error={error} />
  return (
    <ul className={classes.plainList}>
      {data.tables.map((table) => (
        <li key={table.name}>
          <UnstyledButton className={classes.item} aria-expanded={open === table.name} onClick={() => setOpen(open === table.name ? undefined : table.name)}>
            <IconChevronRight size={14} className={open === table.name ? classes.turned : undefined} aria-hidden="true" />
            <IconTable size={15} className="quiet" aria-hidden="true" /> <span className="mono">{table.name}</span>
          </UnstyledButton>
          {open === table.name && <Columns table={table} onInsert={onInsert} />}
        </li>
      ))}
    </ul>
  )
}

function Columns({ table, onInsert }: { table: SchemaView['tables'][number]; onInsert: (word: string) => void }) {
  return (
    <div className={classes.columns}>
      <Text size="xs" c="dimmed" mb={4}>{table.description}</Text>
      {table.columns.map((column) => (
        <Hint key={column.name} label={column.description} position="right">
          <UnstyledButton className={classes.column} onClick={() => onInsert(column.name)} aria-label={`${column.name}, ${column.type}: ${column.description}. Insert`}>
            <span className="mono">{column.name}</span><small>{column.type}</small>
          </UnstyledButton>
        </Hint>
      ))}
    </div>
  )
}
