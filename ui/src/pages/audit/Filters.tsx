import { Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { AuditQuestion } from '@/api/audit'
import { KINDS, SPANS } from './kinds'

/** What of the log is asked for. The server looks through all of it, however long it is. */
export function Filters({ question }: { question: AuditQuestion }) {
  const navigate = useNavigate({ from: '/audit' })
  const set = (change: Partial<AuditQuestion>) => void navigate({ search: (now) => ({ ...now, ...change }), replace: true })
  // A moment of one's own, which a link may carry, is one more choice.
  const spans = question.from && !SPANS.some(({ value }) => value === question.from) ? [...SPANS, { value: question.from, label: `Since ${question.from}` }] : SPANS
  return (
    <Group mb="sm" gap="sm">
      <Words width={240} label="Any text" icon value={question.q} onAsk={(q) => set({ q })} />
      <Words width={160} label="Who" value={question.actor} onAsk={(actor) => set({ actor })} />
      <Select data={KINDS} clearable searchable placeholder="About anything" aria-label="About" w={160} value={question.about ?? null} onChange={(about) => set({ about: about ?? undefined })} />
      <Words width={190} label="On what, e.g. role/*" value={question.target} onAsk={(target) => set({ target })} />
      <Select
        data={[{ value: 'success', label: 'Done' }, { value: 'failure', label: 'Refused' }]} clearable placeholder="Done or refused" aria-label="Outcome" w={160} value={question.outcome ?? null}
        onChange={(outcome) => set({ outcome: (outcome ?? undefined) as AuditQuestion['outcome'] })}
      />
      <Select data={spans} clearable placeholder="At any time" aria-label="Time" w={160} value={question.from ?? null} onChange={(from) => set({ from: from ?? undefined, until: undefined })} />
    </Group>
  )
}

function Words({ label, width, icon = false, value, onAsk }: { label: string; width: number; icon?: boolean; value: string | undefined; onAsk: (words: string | undefined) => void }) {
  const [text, setText] = useState(value ?? '')
  const ask = useDebouncedCallback((words: string) => onAsk(words.trim() || undefined), 250)
  return (
    <TextInput
      w={width} placeholder={label} aria-label={label} leftSection={icon ? <IconSearch size={16} /> : undefined} value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        ask(event.currentTarget.value)
      }}
    />
  )
}
