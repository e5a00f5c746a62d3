import { Alert, Button, Group, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconBolt, IconCircleCheck, IconLock, IconLogout, IconUserPause, type Icon } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { actOnAlert, alertActionsQuery, type AlertAction } from '@/api/alertActions'
import { alertQuery } from '@/api/detections'
import { sentence } from '@/format/sentence'
import { Failure } from '@/look/Failure'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'
import { useFocusBack } from '@/look/useFocusBack'

const LOOKS: Record<AlertAction['kind'], { label: string; icon: Icon; really: string; means: string[] }> = {
  lock: { label: 'Lock here', icon: IconLock, really: 'Lock now', means: ['Sessions with Portolan end at once and API tokens rest, on every server that shares the database.', 'Nothing changes in Okta.', 'The lock is lifted on the page Locks.'] },
  clear_sessions: { label: 'Clear Okta sessions', icon: IconLogout, really: 'Clear the sessions', means: ['They are signed out of Okta everywhere, and must sign in again.', 'Apps that keep sessions of their own may keep them.', 'The account stays as it is: whoever knows the password and has the factors can sign in again.'] },
  suspend: { label: 'Suspend in Okta', icon: IconUserPause, really: 'Suspend now', means: ['They cannot sign in to Okta, nor to any app through it.', 'Groups and assignments stay, and are back when somebody unsuspends them in Okta.'] },
}

/** What can be done at once to the person an alert is about, each after a second word that says exactly what will happen. */
export function Actions({ alert }: { alert: string }) {
  const { data, error } = useQuery(alertActionsQuery(alert))
  const [chosen, setChosen] = useState<AlertAction>()
  const [done, setDone] = useState<string>()
  if (error) return <Panel title="Act"><Failure error={error} /></Panel>
  if (!data) return null
  return (
    <Panel title={`Act on ${data.person}`}>
      <Stack gap="sm">
        {done && <Alert role="status" color="green" p="xs" px="sm" icon={<IconCircleCheck size={18} />}><Text size="sm"><Words>{done}</Words></Text></Alert>}
        {data.actions.filter(({ to }) => to === 'subject').map((action) => <Choice key={action.kind} action={action} onChoose={() => { setDone(undefined); setChosen(action) }} />)}
        {data.actor && <Text size="sm" fw={600} mt={6}>On {data.actor}, who did it</Text>}
        {data.actions.filter(({ to }) => to === 'actor').map((action) => <Choice key={action.kind} action={action} onChoose={() => { setDone(undefined); setChosen(action) }} />)}
      </Stack>
      {chosen && <Confirm alert={alert} action={chosen} onClose={() => setChosen(undefined)} onDone={(message) => { setChosen(undefined); setDone(message) }} />}
    </Panel>
  )
}

function Choice({ action, onChoose }: { action: AlertAction; onChoose: () => void }) {
  const look = LOOKS[action.kind]
  const Mark = look?.icon ?? IconBolt
  return (
    <Group gap="sm" align="flex-start" wrap="nowrap">
      <Button color="red" variant="light" size="xs" w={178} justify="flex-start" leftSection={<Mark size={16} />} disabled={!action.available} onClick={onChoose} style={{ flex: 'none' }}>{look?.label ?? action.kind}…</Button>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" c={action.available ? undefined : 'dimmed'} style={{ overflowWrap: 'anywhere' }}><Words>{action.why_not ?? action.does}</Words></Text>
        {action.hint && <Text size="xs" c="dimmed"><Words>{action.hint}</Words></Text>}
      </div>
    </Group>
  )
}

function Confirm({ alert, action, onClose, onDone }: { alert: string; action: AlertAction; onClose: () => void; onDone: (message: string) => void }) {
  useFocusBack()
  const look = LOOKS[action.kind]
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: () => actOnAlert(alert, { kind: action.kind, to: action.to, confirm: typed.trim(), note: note.trim() }),
    onSuccess: async ({ message, alert: now }) => {
      queries.setQueryData(alertQuery(alert).queryKey, now)
      onDone(message)
      await Promise.all([queries.invalidateQueries({ queryKey: ['alerts', 'actions', alert] }), queries.invalidateQueries({ queryKey: ['locks'] }), queries.invalidateQueries({ queryKey: ['people'] })])
    },
  })
  const isSure = typed.trim() === action.confirm
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSure) act.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={`${look?.label ?? action.kind}?`}>
      <form onSubmit={submit}>
        <Stack>
          <div>
            <Text size="sm" fw={560}>This {sentence(action.does).replace(/^./, (first) => first.toLowerCase())}</Text>
            {look && <List size="sm" mt={6} spacing={4}>{look.means.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>}
          </div>
          <TextInput label={<>Type <code>{action.confirm}</code> to go on</>} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" data-autofocus />
          <Textarea label="Why" description="For the audit log" autosize minRows={2} maxLength={300} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          {act.error && <Failure error={act.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Do nothing</Button><Button type="submit" color="red" disabled={!isSure} loading={act.isPending}>{look?.really ?? 'Do it'}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
