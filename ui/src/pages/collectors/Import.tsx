import { Alert, Button, FileInput, Group, Progress, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Schemas } from '@/api/client'
import { upload } from '@/api/upload'
import { count, counted, elapsed } from '@/format/format'
import { CopyLine } from '@/look/CopyLine'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'
import { commandOf, size, SOURCES, type Source } from './importing'

type Outcome = Schemas['ImportView']

interface Row {
  file: File
  sent: number
  done?: Outcome
  error?: Error
}

/** Takes events in from files, one after the other. */
export function Import() {
  return <Only may="activity.create"><Form /></Only>
}

function Form() {
  const [source, setSource] = useState<Source>('aws')
  const [org, setOrg] = useState('')
  const [alerts, setAlerts] = useState<string>('marked')
  const [files, setFiles] = useState<File[]>([])
  const [rows, setRows] = useState<Row[]>([])
  const [isBusy, setBusy] = useState(false)
  const stop = useRef<AbortController>(undefined)
  const queries = useQueryClient()
  const look = SOURCES.find((one) => one.value === source)
  const run = async () => {
    const control = new AbortController()
    stop.current = control
    setBusy(true)
    setRows(files.map((file) => ({ file, sent: 0 })))
    const change = (at: number, part: Partial<Row>) => setRows((now) => now.map((row, index) => (index === at ? { ...row, ...part } : row)))
    const pathOf = (more: boolean) => `/api/v1/activity/import?${new URLSearchParams({ source, alerts, more: String(more), ...(org.trim() === '' ? {} : { org: org.trim() }) })}`
    let isJudged = false
    for (const [at, file] of files.entries()) {
      if (control.signal.aborted) break
      const more = at + 1 < files.length
      try {
        // One at a time; the server judges all of them with the last.
        // oxlint-disable-next-line no-await-in-loop
        const done = await upload<Outcome>(pathOf(more), file, (sent) => change(at, { sent }), control.signal)
        isJudged = done.judged
        change(at, { done, sent: file.size })
      } catch (error) {
        change(at, { error: error instanceof Error ? error : new Error(String(error)) })
      }
    }
    if (!isJudged) {
      try {
        await upload<Outcome>(pathOf(false), new File([], 'end'), () => undefined, new AbortController().signal)
      } catch {
        // The server judges by itself what nothing follows.
      }
    }
    setBusy(false)
    setFiles([])
    await Promise.all(['activity', 'alerts', 'collectors'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
  }
  return (
    <Page title="Import events" lead={<LinkText to="/collectors" size="sm">Collectors</LinkText>}>
      <Stack gap="md">
        <Panel>
          <Stack gap="md" maw={640}>
            <Select label="Source" description={look?.help} allowDeselect={false} disabled={isBusy} data={SOURCES.map(({ value, label }) => ({ value, label }))} value={source} onChange={(value) => setSource((value ?? 'aws') as Source)} />
            <TextInput label={look?.org ?? 'Organization'} description="For events that do not say it themselves" disabled={isBusy} value={org} onChange={(event) => setOrg(event.currentTarget.value)} />
            <FileInput label="Files" description="JSON lines, one array, or as the source delivers them; plain or gzip, of any length" placeholder="Choose files" multiple clearable disabled={isBusy} value={files} onChange={setFiles} accept=".json,.ndjson,.jsonl,.gz,.log,.txt,application/json,application/gzip" leftSection={<IconUpload size={16} />} styles={{ placeholder: { color: 'var(--p-quiet)' } }} />
            <Select label="Alerts" description="All files are judged together, in the order of time" allowDeselect={false} disabled={isBusy} data={[{ value: 'marked', label: 'Raise them, marked as found in history; forward none' }, { value: 'told', label: 'Raise and forward them' }, { value: 'none', label: 'Raise none: rules only remember the events' }]} value={alerts} onChange={(value) => setAlerts(value ?? 'marked')} />
            <Group>
              <Button disabled={files.length === 0} loading={isBusy} onClick={() => void run()}>{files.length > 1 ? `Import ${counted(files.length, 'file')}` : 'Import'}</Button>
              {isBusy && <Button variant="default" onClick={() => stop.current?.abort()}>Stop</Button>}
            </Group>
            <Alert role="note" color="gray" p="xs" px="sm"><Text size="sm">What was kept before is left out, so a file can be imported twice. A replay of all rules (Rules) says later what they would have said.</Text></Alert>
          </Stack>
        </Panel>
        {rows.length > 0 && <Results rows={rows} />}
        <Panel title="The same from the shell"><CopyLine name="for many or large files" value={commandOf(source, org)} /></Panel>
      </Stack>
    </Page>
  )
}

function Results({ rows }: { rows: readonly Row[] }) {
  const isOver = rows.every(({ done, error }) => done ?? error)
  return (
    <Panel title="What became of them" flush actions={isOver && <LinkButton size="xs" variant="default" to="/activity" search={{ from: 'all' }}>Investigate</LinkButton>}>
      <Table.ScrollContainer minWidth={680}>
        <Table verticalSpacing={8} aria-label="Imported files">
          <Table.Thead><Table.Tr><Table.Th>File</Table.Th><Table.Th ta="right">Read</Table.Th><Table.Th ta="right">Kept</Table.Th><Table.Th ta="right">Known already</Table.Th><Table.Th ta="right" title="Known by their id, but with another text; not kept">Known otherwise</Table.Th><Table.Th ta="right">Of unknown type</Table.Th><Table.Th ta="right">No JSON</Table.Th><Table.Th ta="right">Alerts</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map((row) => <One key={row.file.name} row={row} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  )
}

function One({ row: { file, sent, done, error } }: { row: Row }) {
  const name = (
    <Group gap={8} wrap="nowrap">
      {done && <IconCircleCheck size={17} color="var(--mantine-color-green-6)" role="img" aria-label="Imported" />}
      {error && <IconCircleX size={17} color="var(--mantine-color-red-6)" role="img" aria-label="Failed" />}
      <Text size="sm" fw={540} style={{ overflowWrap: 'anywhere' }}>{file.name}</Text><Text size="xs" c="dimmed">{size(file.size)}{done && `, ${elapsed(done.elapsed_ms * 1000)}`}</Text>
    </Group>
  )
  if (error) return <Table.Tr><Table.Td>{name}</Table.Td><Table.Td colSpan={7}><Text size="sm" c="red" role="alert"><Words>{error.message}</Words></Text></Table.Td></Table.Tr>
  if (!done) {
    const isSent = sent >= file.size && sent > 0
    return <Table.Tr><Table.Td>{name}</Table.Td><Table.Td colSpan={7}><Progress value={file.size === 0 ? 100 : (100 * sent) / file.size} animated={isSent} striped={isSent} aria-label={`${file.name}: how much was sent`} /><Text size="xs" c="dimmed">{sent === 0 ? 'waits' : isSent ? 'sent; being stored and judged' : `${size(sent)} of ${size(file.size)} sent`}</Text></Table.Td></Table.Tr>
  }
  return <Table.Tr><Table.Td>{name}</Table.Td>{[done.read, done.stored, done.repeated, done.differing, done.unknown, done.malformed, done.alerts].map((number, at) => <Table.Td key={at} ta="right" className="num">{count(number)}</Table.Td>)}</Table.Tr>
}
