import { Alert, Group, Loader, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleHalf2, IconEyeOff, IconPlugConnected, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { snapshotsQuery } from '@/api/graph'
import { homeQuery } from '@/api/home'
import type { CoverageRow } from '@/api/types'
import { counted } from '@/format/format'
import { heading } from '@/format/sentence'
import { Empty } from '@/look/Empty'
import { Failure } from '@/look/Failure'
import { inSentence, lookOf } from '@/look/kinds'
import { LinkButton, LinkText } from '@/look/links'
import { Page } from '@/look/Page'
import { Panel } from '@/look/Panel'
import { SqlActions } from '@/look/SqlActions'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { COSTS, gapSince, type Read } from './costs'
import classes from './coverage.module.css'

const SQL = 'SELECT class, reading, reason, rows, requests\nFROM coverage\nORDER BY reading, class'
const LOOK = {
  whole: { icon: IconCircleCheck, color: 'var(--mantine-color-green-6)', word: 'read whole' },
  partial: { icon: IconCircleHalf2, color: 'var(--mantine-color-brass-6)', word: 'read in part' },
  not_read: { icon: IconEyeOff, color: 'var(--mantine-color-red-6)', word: 'not read' },
}

/** What the last whole scan could read and what not, what each gap costs, since when, and how it is closed. */
export function CoveragePage() {
  const { data, error, isPending, refetch } = useQuery(homeQuery)
  const kept = useQuery(snapshotsQuery)
  const scans = (kept.data?.snapshots ?? []).map(({ snapshot, coverage }): Read => ({ at: snapshot.taken_at, readings: new Map(coverage.map((row) => [row.class, row.reading])) }))
  const rows = data?.coverage ?? []
  const gaps = rows.filter((row) => row.reading !== 'whole')
  const whole = rows.filter((row) => row.reading === 'whole')
  return (
    <Page
      title="What was read" lead={data?.snapshot ? <>By the last whole scan, <When at={data.snapshot.taken_at} />. What was not read is never shown as empty.</> : 'What was not read is never shown as empty.'}
      actions={rows.length > 0 && (
        <>
          <SqlActions sql={SQL} name="coverage" />
          <LinkButton to="/integrations/okta" size="xs" leftSection={<IconPlugConnected size={15} />}>Check the credential</LinkButton>
        </>
      )}
    >
      {isPending && <Loader size="sm" role="status" aria-label="Reading" />}
      {error && <Failure error={error} retry={() => refetch()} />}
      {data && rows.length === 0 && (
        <Panel><Empty icon={IconEyeOff} title="There is no whole scan yet">{data.integration ? 'It is known after the first one.' : 'Connect an Okta organization first.'}<div><LinkButton to={data.integration ? '/integrations/okta' : '/integrations/enroll/okta'} mt="md" size="sm">{data.integration ? 'How far it is' : 'Connect Okta'}</LinkButton></div></Empty></Panel>
      )}
      <Stack gap="md">
        {rows.length > 0 && gaps.length === 0 && (
          <Alert role="note" color="green" variant="light" icon={<IconShieldCheck size={18} />} title="Everything was read whole">An empty list anywhere in Portolan means that there is none.</Alert>
        )}
        {gaps.length > 0 && (
          <Panel title={`${counted(gaps.length, 'class', 'classes')} not read whole`}>
            {gaps.map((row) => <Gap key={row.class} row={row} {...gapSince(scans, row.class)} />)}
          </Panel>
        )}
        {whole.length > 0 && (
          <Panel title={`${counted(whole.length, 'class', 'classes')} read whole`}>
            <ul className={classes.whole}>
              {whole.map((row) => (
                <li key={row.class}>
                  <IconCircleCheck size={17} color={LOOK.whole.color} role="img" aria-label={LOOK.whole.word} /> <span>{heading(row.label)}</span>
                  <span className="quiet num">{counted(row.rows, 'row')}, {counted(row.requests, 'request')}</span>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </Stack>
    </Page>
  )
}

function Gap({ row, since, whole }: { row: CoverageRow; since?: string; whole?: string }) {
  const { icon: Mark, color, word } = LOOK[row.reading]
  const cost = COSTS[row.class]
  return (
    <section className={classes.gap} aria-label={heading(row.label)}>
      <Mark size={20} color={color} role="img" aria-label={word} />
      <div>
        <Group gap={8}><Text fw={600} component="h3" size="sm">{heading(row.label)}</Text><Text size="sm" c="dimmed">{word}{row.reading === 'partial' && `, ${counted(row.rows, 'row')}`}</Text></Group>
        {row.reason && <Text size="sm"><Words>{row.reason}</Words></Text>}
        {cost && <Text size="sm" c="dimmed">Unknown without it: {inSentence(cost.without)}.{cost.scope && <> A service app needs the scope <code>{cost.scope}</code>.</>}</Text>}
        <Text size="sm" c="dimmed" component="div">
          {whole ? <>Last read whole <When at={whole} />.</> : since && <>Not read whole by any scan that is kept.</>}
          {cost?.lists && <> Shows as “not read” in {cost.lists.map((kind, at) => <span key={kind}>{at > 0 && ', '}<LinkText to="/browse/$subKind" params={{ subKind: kind }} size="sm">{lookOf(kind).many}</LinkText></span>)}.</>}
        </Text>
      </div>
    </section>
  )
}
