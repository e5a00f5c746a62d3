import { Anchor, Badge, Group, Progress, Text } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { FactList } from '@/look/FactList'
import { When } from '@/look/When'
import { Words } from '@/look/Words'
import { heading } from '@/format/sentence'
import type { Failed, Look } from './standing'
import classes from './card.module.css'

interface Props {
  name: string
  look: Look
  /** What it does now, with how far it is where that is known. */
  now?: { stage: string; far?: string; percent?: number }
  facts: Readonly<Record<string, ReactNode>>
  /** What waits for a person, or is left out, and why. */
  children?: ReactNode
  actions?: ReactNode
}

/** One component of the integration: whether it is on, what it does, did last, and does next, and what can be done with it. */
export function Card({ name, look, now, facts, children, actions }: Props) {
  const id = useId()
  return (
    <section className={classes.card} aria-labelledby={id}>
      <Group gap={8} justify="space-between" wrap="nowrap"><Text id={id} component="h2" fw={620} size="sm">{name}</Text><Badge color={look.color} style={{ flex: 'none' }}>{look.word}</Badge></Group>
      <div className={classes.body}>
        {now && (
          <div role="status">
            <Group justify="space-between" gap={8} mb={4}><Text size="sm">{heading(now.stage)}</Text>{now.far && <Text size="xs" c="dimmed" className="num">{now.far}</Text>}</Group>
            <Progress value={now.percent ?? 100} animated striped={now.percent === undefined} aria-label={`Progress: ${name}`} />
          </div>
        )}
        {children}
        <FactList facts={facts} />
      </div>
      {actions && <Group gap={8} className={classes.foot}>{actions}</Group>}
    </section>
  )
}

/** When something failed last and what to do; in red while nothing went well since. */
export function LastFailure({ failed, never = 'none on record' }: { failed: Failed | undefined; never?: string }) {
  if (!failed) return <span className="quiet">{never}</span>
  return (
    <>
      <When at={failed.at} />: <Text span size="sm" c={failed.isOpen ? 'red' : undefined}><Words>{failed.message}</Words></Text>
      {failed.advice && <Text size="xs" c="dimmed"><Words>{failed.advice}</Words></Text>}
    </>
  )
}

/** To the settings of a component, further down on this page. */
export function ToSettings({ at, children = 'Settings', of }: { at: string; children?: ReactNode; of: string }) {
  return <Anchor href={`#${at}`} size="sm" aria-label={`${String(children)}: ${of}`}>{children}</Anchor>
}

/** A component that this person's roles do not show. */
export function Unseen({ name }: { name: string }) {
  return (
    <Card name={name} look={{ word: 'not shown', color: 'gray' }} facts={{}}>
      <Text size="sm" c="dimmed">Your roles do not show it. Whoever may change integrations sees it here.</Text>
    </Card>
  )
}

/** A component whose state could not be read: that is not “off”. */
export function Unread({ name, error }: { name: string; error: Error }) {
  return (
    <Card name={name} look={{ word: 'could not be read', color: 'red' }} facts={{}}>
      <Text size="sm" role="alert"><Words>{error.message}</Words></Text>
    </Card>
  )
}
