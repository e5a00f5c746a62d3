import { Alert, Badge, Button, Code, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCircleCheck, IconCircleX, IconFileAlert } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api, ApiError, body } from '@/api/client'
import { ruleCheckQuery, ruleQuery, type RuleView } from '@/api/detections'
import { counted } from '@/format/format'
import { Failure } from '@/look/Failure'
import { LinkButton, LinkText } from '@/look/links'
import { Only } from '@/look/Only'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { Words } from '@/look/Words'
import { SeverityBadge } from '@/pages/alerts/looks'
import { asOwn, faultOf, FIRST, isSigma, switchedOff, type Fault } from './draft'
import classes from './rules.module.css'

const YamlEditor = lazy(() => import('./YamlEditor').then((module) => ({ default: module.YamlEditor })))

/** Writes a rule of one's own: checked and tried on its examples while one writes; kept switched off until it is replayed. */
export function RuleEditor() {
  return <Only may="detection_rule.create"><Begin /></Only>
}

function Begin() {
  const { like, edit } = useSearch({ from: '/shell/rules/new' })
  const id = edit ?? like ?? ''
  const { data, error, isLoading, refetch } = useQuery({ ...ruleQuery(id), enabled: id !== '' })
  if (isLoading) return <Loader size="sm" m="lg" role="status" aria-label="Reading" />
  if (error) return <Page title="New rule"><Failure error={error} retry={() => refetch()} /></Page>
  return <Write key={id} first={data ? (edit ? data.text : asOwn(data.text, data.rule.id)) : FIRST} edited={edit ? data?.rule.id : undefined} />
}

function Write({ first, edited }: { first: string; edited?: string }) {
  const [text, setText] = useState(first)
  const [settled] = useDebouncedValue(text, 500)
  const check = useQuery(ruleCheckQuery(settled))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const keep = useMutation({
    mutationFn: async ({ written, off }: { written: string; off: boolean }) => {
      const kept = await body(api.POST('/api/v1/rules', { body: { text: written, dry_run: false } }))
      // Sigma's files know no word for it: their rules are switched off right after.
      const on = off ? kept.rules.filter(({ rule }) => rule.enabled) : []
      await Promise.all(on.map(({ rule }) => body(api.PATCH('/api/v1/rules/{id}', { params: { path: { id: rule.id } }, body: { enabled: false } }))))
      return kept
    },
    onSuccess: async ({ rules }) => {
      await queries.invalidateQueries({ queryKey: ['rules'] })
      const [made] = rules
      if (made) await navigate({ to: '/rules/$id', params: { id: made.rule.id } })
    },
  })
  const isBusy = check.isFetching || settled !== text
  const fault = useMemo(() => (check.error instanceof ApiError && check.error.field === 'text' ? faultOf(check.error.message) : undefined), [check.error])
  const failing = check.data?.rules.flatMap((view) => view.examples).filter((example) => !example.passed).length ?? 0
  const isGood = check.data !== undefined && !check.error && failing === 0 && !isBusy
  return (
    <Page
      wide title={edited ? `Change ${edited}` : 'New rule'} lead={<Group gap={8}><LinkText to="/rules" size="sm">Rules</LinkText> ours or Sigma’s, one or several in a file</Group>}
      actions={(
        <>
          {edited && <Button variant="default" disabled={!isGood || text === first} loading={keep.isPending} onClick={() => keep.mutate({ written: text, off: false })}>Keep</Button>}
          <Button disabled={!isGood} loading={keep.isPending} onClick={() => keep.mutate({ written: switchedOff(text), off: true })}>Keep, switched off</Button>
        </>
      )}
    >
      {keep.error && <Failure error={keep.error} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Panel flush title="The file" actions={<Text size="xs" c="dimmed">Ctrl-Space completes; Esc, then Tab leaves</Text>}>
          <Suspense fallback={<textarea className={classes.plain} aria-label="Rule file" spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />}>
            <YamlEditor value={text} onChange={setText} fault={isBusy ? undefined : fault} />
          </Suspense>
        </Panel>
        <Stack gap="md">
          <Panel title="What it comes to" actions={isBusy && <Loader size="xs" aria-hidden="true" />}>
            <div aria-live="polite">
              {fault && <Mistake fault={fault} />}
              {check.error && !fault && <Failure error={check.error} retry={() => check.refetch()} />}
              {!check.error && check.data?.rules.map((view) => <Checked key={view.rule.id} view={view} />)}
              {!check.error && !check.data && <Text size="sm" c="dimmed">Checked while you write.</Text>}
            </div>
          </Panel>
          <Panel title="How it comes into force">
            <ol className={classes.ways}>
              <li>The file is read and its examples are run while you write. A rule whose examples do not go as they say is not kept.</li>
              <li><b>Keep, switched off</b>: it is there, and says nothing.</li>
              <li>On its page it is run over the events that are kept: what would it have said?</li>
              <li>Switched on there, it knows the last 35 days, and speaks from then on.</li>
            </ol>
            {isSigma(text) && <Text size="sm" c="dimmed">Sigma’s files are read as they are. They bring no examples: the replay shows what they see.</Text>}
            <Group mt="sm" gap={8}><LinkButton size="xs" variant="default" to="/rules" search={{ state: 'on' }}>Look at rules that are shipped</LinkButton></Group>
          </Panel>
        </Stack>
      </SimpleGrid>
    </Page>
  )
}

function Mistake({ fault }: { fault: Fault }) {
  return (
    <Alert color="red" role="alert" icon={<IconFileAlert size={18} />} title={fault.line === undefined ? 'Not a rule yet' : `Line ${fault.line}, column ${fault.column}`}>
      <Text size="sm"><Words>{fault.problem}</Words></Text>
      {fault.near?.trim() && <Code block mt={6} style={{ fontSize: 12 }}>{fault.near}</Code>}
    </Alert>
  )
}

function Checked({ view: { rule, by, examples } }: { view: RuleView }) {
  return (
    <div className={classes.checked}>
      <Group gap={8}><Text fw={600} size="sm">{rule.title}</Text><SeverityBadge severity={rule.severity} />{!rule.alerting && <Badge color="gray">only feeds other rules</Badge>}</Group>
      <Text size="xs" c="dimmed">{[rule.id, rule.kind.replaceAll('_', ' '), by.length > 0 && `by ${by.join(', ')}`, rule.sources.join(', ') || 'all sources'].filter(Boolean).join(' · ')}</Text>
      {examples.length === 0 && <Text size="sm" c="dimmed" mt={4}>No examples: write one that fires and one that stays quiet.</Text>}
      {examples.map((one) => (
        <Group key={one.name} gap={8} py={2} wrap="nowrap">
          {one.passed ? <IconCircleCheck size={17} color="var(--mantine-color-green-6)" role="img" aria-label="As it says" /> : <IconCircleX size={17} color="var(--mantine-color-red-6)" role="img" aria-label="Not as it says" />}
          <Text size="sm">{one.name}</Text><Text size="xs" c={one.passed ? 'dimmed' : 'red'} ml="auto">{one.alerts === 0 ? 'stays quiet' : counted(one.alerts, 'alert')}{!one.passed && ', and that is not what it says'}</Text>
        </Group>
      ))}
    </div>
  )
}
