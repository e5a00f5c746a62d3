import { ActionIcon, Autocomplete, Button, Code, Group, Select, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languageQuery } from '@/api/activity'
import type { Schemas } from '@/api/client'
import type { RuleView } from '@/api/detections'
import { onDay } from '@/format/format'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Sure } from '@/look/Sure'
import { BLANK, endOfDay, HOWS, phrase, whenOf, type Line } from './exception'
import { selection } from './filter'
import { useRuleChange } from './useRuleChange'
import classes from './rules.module.css'

/** Events that a rule does not see, each with its reason, and perhaps an end. */
export function Exceptions({ view, isEditor }: { view: RuleView; isEditor: boolean }) {
  const change = useRuleChange(view.rule.id)
  return (
    <Panel title="Exceptions" actions={<Text size="xs" c="dimmed">events that this rule does not see</Text>}>
      {view.exceptions.length === 0 && <Text size="sm" c="dimmed">None.</Text>}
      {view.exceptions.map((one, at) => (
        <Group key={JSON.stringify(one)} justify="space-between" py={4} wrap="nowrap">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}><Code>{phrase(one.when)}</Code> {one.reason}{one.until && <span className="quiet">, until {onDay(one.until)}</span>}</Text>
          {isEditor && <Sure really="Remove" busy={change.isPending} label={`Remove the exception ${phrase(one.when)}`} onSure={() => change.mutate({ exceptions: view.exceptions.filter((_, index) => index !== at) })}>Remove</Sure>}
        </Group>
      ))}
      {isEditor && <Add busy={change.isPending} onAdd={(exception) => change.mutate({ exceptions: [...view.exceptions, exception] })} />}
      {change.error && <Failure error={change.error} />}
    </Panel>
  )
}

function Add({ busy, onAdd }: { busy: boolean; onAdd: (exception: Schemas['RuleException']) => void }) {
  const [lines, setLines] = useState<Line[]>([BLANK])
  const [isText, setIsText] = useState(false)
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const read = text.trim() === '' ? undefined : selection(text)
  const when = isText ? (read && 'when' in read ? read.when : undefined) : whenOf(lines)
  const turn = (wanted: boolean) => {
    const now = whenOf(lines)
    if (wanted && now) setText(JSON.stringify(now, null, 2))
    setIsText(wanted)
  }
  return (
    <Stack gap="xs" mt="md">
      <Group justify="space-between"><Text size="sm" fw={600}>Except events of which</Text><Switch size="xs" label="As JSON" checked={isText} onChange={(event) => turn(event.currentTarget.checked)} /></Group>
      {isText
        ? <Textarea aria-label="Which events" placeholder='{"ip|cidr": "192.0.2.0/24"}' value={text} onChange={(event) => setText(event.currentTarget.value)} error={read && 'problem' in read ? read.problem : undefined} autosize styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }} />
        : <Lines lines={lines} onChange={setLines} />}
      <Group gap="sm" align="flex-end">
        <TextInput label="Why" placeholder="scanner of the red team" style={{ flex: '1 1 220px' }} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <TextInput label="Until" description="Empty: for good" type="date" w={170} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        <Button variant="default" loading={busy} disabled={!when || reason.trim() === ''} onClick={() => when && onAdd({ reason: reason.trim(), when: when as Record<string, never>, until: endOfDay(until) ?? null })}>Add</Button>
      </Group>
    </Stack>
  )
}

function Lines({ lines, onChange }: { lines: Line[]; onChange: (lines: Line[]) => void }) {
  const { data } = useQuery(languageQuery)
  const columns = ['person', ...(data?.columns.map(({ name }) => name) ?? [])]
  const change = (at: number, part: Partial<Line>) => onChange(lines.map((line, index) => (index === at ? { ...line, ...part } : line)))
  return (
    <>
      {lines.map((line, at) => (
        <div key={at} className={classes.except}>
          <Autocomplete aria-label="Column" placeholder="Column" data={[...new Set(columns)]} value={line.column} onChange={(column) => change(at, { column })} />
          <Select aria-label="How" allowDeselect={false} data={HOWS.map((one) => ({ ...one }))} value={line.how} onChange={(how) => change(at, { how: how ?? '' })} />
          <TagsInput className={classes.values} aria-label="Values" placeholder={line.values.length === 0 ? 'Value, Enter' : 'or'} acceptValueOnBlur value={line.values} onChange={(values) => change(at, { values })} />
          <ActionIcon className={classes.remove} variant="subtle" color="gray" mt={4} aria-label={`Remove condition ${at + 1}`} disabled={lines.length === 1} onClick={() => onChange(lines.filter((_, index) => index !== at))}><IconTrash size={16} /></ActionIcon>
        </div>
      ))}
      <Group><Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => onChange([...lines, BLANK])}>And</Button></Group>
    </>
  )
}
