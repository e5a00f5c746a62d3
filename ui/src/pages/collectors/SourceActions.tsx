import { Alert, Button, Code, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '@/api/client'
import { Copy } from '@/look/Copy'
import { Failure } from '@/look/Failure'
import { SourceForm } from './SourceForm'
import { handlerLines, ofSource, type SourceMade, type SourceView } from './source'
import { useFocusBack } from '@/look/useFocusBack'

/** What can be done with a source that somebody made. */
export function SourceActions({ source, onToken }: { source: SourceView; onToken: (made: SourceMade) => void }) {
  const [open, setOpen] = useState<'edit' | 'remove'>()
  const queries = useQueryClient()
  const path = { params: { path: { name: source.name } } }
  const settle = () => Promise.all([queries.invalidateQueries({ queryKey: ['sources'] }), queries.invalidateQueries({ queryKey: ['collectors'] })])
  const turn = useMutation({ mutationFn: () => body(api.PATCH('/api/v1/activity/sources/{name}', { ...path, body: { enabled: !source.enabled } })), onSuccess: settle })
  const token = useMutation({ mutationFn: () => body(api.POST('/api/v1/activity/sources/{name}/token', path)), onSuccess: onToken })
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/activity/sources/{name}', path)),
    onSuccess: async () => {
      setOpen(undefined)
      await settle()
    },
  })
  const failed = turn.error ?? token.error
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button size="xs" variant="default" px={8} aria-label={`More about ${source.name}`} loading={turn.isPending || token.isPending}><IconDots size={16} /></Button></Menu.Target>
        <Menu.Dropdown>
          {source.kind !== 'teleport' && <Menu.Item onClick={() => setOpen('edit')}>Edit…</Menu.Item>}
          {source.kind === 'teleport' && <Menu.Item onClick={() => token.mutate()}>Make another token</Menu.Item>}
          <Menu.Item onClick={() => turn.mutate()}>{source.enabled ? 'Switch off' : 'Switch on'}</Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen('remove')}>Remove…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={failed !== null} onClose={() => { turn.reset(); token.reset() }} title="That did not work">{failed && <Failure error={failed} />}</Modal>
      {open === 'edit' && (
        <SourceForm
          title={`Edit ${source.name}`} begin={ofSource(source)} credential={source.credential} onClose={() => setOpen(undefined)} onMade={() => setOpen(undefined)}
          onSend={({ aws, github }) => body(api.PATCH('/api/v1/activity/sources/{name}', { ...path, body: { aws, github } }))}
        />
      )}
      <Modal opened={open === 'remove'} onClose={() => setOpen(undefined)} title={`Remove ${source.name}?`}>
        <Stack>
          <Text size="sm">It is not read any more, and what it is read with is forgotten. Its events stay.</Text>
          {remove.error && <Failure error={remove.error} />}
          <Group justify="flex-end"><Button variant="default" data-autofocus onClick={() => setOpen(undefined)}>Keep it</Button><Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>Remove it</Button></Group>
        </Stack>
      </Modal>
    </>
  )
}

/** The token of a source that sends by itself, with the lines that carry it. It is shown this once. */
export function TokenOnce({ made, onClose }: { made: SourceMade; onClose: () => void }) {
  useFocusBack()
  const lines = handlerLines(made.source.intake_url ?? '', made.token ?? '')
  return (
    <Modal opened onClose={onClose} title={`Token of ${made.source.name}`} size="lg" closeOnClickOutside={false}>
      <Stack>
        <Alert color="brass">Copy it now: it is not stored in a readable form and is never shown again. An earlier token of this source does not hold any more.</Alert>
        <Text size="sm">In the configuration of <Code>teleport-event-handler</Code>:</Text>
        <Group wrap="nowrap" gap={6} align="flex-start"><Code block style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid="handler-lines">{lines}</Code><Copy value={lines} label="Copy the lines" /></Group>
        <Button onClick={onClose}>Done</Button>
      </Stack>
    </Modal>
  )
}
