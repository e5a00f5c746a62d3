import { Button, Group, Select, Text } from '@mantine/core'
import { IconClock, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { snapshotsQuery } from '@/api/graph'
import { atTime } from '@/format/format'
import { Page } from '@/look/Page'
import { HistoryList } from './HistoryList'
import { remember } from './history'
import { ResultView } from './ResultView'
import { SideBar } from './SideBar'
import { useRun } from './useRun'
import classes from './sql.module.css'
import { Hint } from '@/look/Hint'

const Editor = lazy(() => import('./Editor').then((module) => ({ default: module.Editor })))

const FIRST = "SELECT *\nFROM access_path\nWHERE kind = 'ALLOWED'\nLIMIT 100"

/** SQL over the graph: write, run, cancel, read as table or graph, take away. The text is in the link. */
export function SqlPage() {
  const search = useSearch({ from: '/shell/sql' })
  const navigate = useNavigate({ from: '/sql' })
  const [text, setText] = useState(search.sql ?? FIRST)
  const { run, cancel, result, error, running, elapsed } = useRun()
  const ranFor = useRef<string>(undefined)
  const typing = useRef(false)

  const start = (sql: string, asOf: string | undefined) => {
    ranFor.current = `${sql}|${asOf ?? ''}`
    remember(localStorage, sql, Date.now())
    run(sql, asOf)
  }
  const runText = () => {
    start(text, search.as_of)
    void navigate({ search: (now) => ({ ...now, sql: text, run: true }), replace: search.sql === undefined })
  }
  const load = (sql: string, runNow: boolean) => {
    setText(sql)
    if (runNow) void navigate({ search: (now) => ({ ...now, sql, run: true }) })
  }
  // A link, the back button or an example brought another text: show it, and run it when it asks for that.
  useEffect(() => {
    if (search.sql === undefined) return
    setText(search.sql)
    if (search.run && ranFor.current !== `${search.sql}|${search.as_of ?? ''}`) start(search.sql, search.as_of)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only the address decides
  }, [search.sql, search.run, search.as_of])

  return (
    <Page wide title="SQL editor" lead="Ask the access graph in SQL. Read-only; tables and examples are beside the text." actions={<AsOf />}>
      <div className={classes.page} data-picture={search.view === 'graph' || undefined}>
        <SideBar onExample={(sql) => load(sql, true)} onInsert={(word) => setText((now) => `${now.replace(/\s+$/, '')}\n${word}`)} history={<HistoryList onPick={(sql) => load(sql, false)} />} />
        <div className={classes.work}>
          <section className={classes.editor} aria-label="Query">
            <Suspense fallback={<PlainEditor value={text} onChange={setText} onRun={runText} onFocus={() => { typing.current = true }} />}>
              <Editor value={text} onChange={setText} onRun={runText} error={error} focused={typing} />
            </Suspense>
            <Group className={classes.tools} gap={8}>
              {running ? (
                <Button size="xs" color="red" variant="light" leftSection={<IconPlayerStopFilled size={14} />} onClick={cancel}>Cancel</Button>
              ) : (
                <Hint label="Ctrl-Enter or ⌘-Enter in the editor">
                  <Button size="xs" leftSection={<IconPlayerPlayFilled size={14} />} onClick={runText} disabled={text.trim() === ''}>Run</Button>
                </Hint>
              )}
              <Text size="xs" c="dimmed" ml="auto">Ctrl-Space completes, Ctrl-Enter runs, Esc then Tab leaves the editor</Text>
            </Group>
          </section>
          <ResultView result={result} error={error} running={running} elapsed={elapsed} />
        </div>
      </div>
    </Page>
  )
}

/** Takes text and runs it while the real editor is on its way: what is typed early is not lost. */
function PlainEditor({ value, onChange, onRun, onFocus }: { value: string; onChange: (value: string) => void; onRun: () => void; onFocus: () => void }) {
  return (
    <textarea
      className={classes.plain} aria-label="SQL" spellCheck={false} value={value} onFocus={onFocus} onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun() }}
    />
  )
}

/** Which moment the query asks about. */
function AsOf() {
  const { as_of } = useSearch({ from: '/shell/sql' })
  const navigate = useNavigate({ from: '/sql' })
  const { data } = useQuery(snapshotsQuery)
  const options = (data?.snapshots ?? []).filter((one) => !one.current).map(({ snapshot }) => ({ value: snapshot.id, label: atTime(snapshot.taken_at) }))
  if (as_of !== undefined && !options.some((option) => option.value === as_of)) options.unshift({ value: as_of, label: as_of })
  return (
    <Select
      size="xs" w={250} leftSection={<IconClock size={15} />} data={options} value={as_of ?? null} clearable placeholder="As of the last whole scan" aria-label="As of"
      onChange={(value) => void navigate({ search: (now) => ({ ...now, as_of: value ?? undefined }) })}
    />
  )
}
