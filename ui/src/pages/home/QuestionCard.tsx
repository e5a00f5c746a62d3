import { Badge, Group } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Question } from '@/api/types'
import { answerOf } from './answerOf'
import { count } from '@/format/format'
import classes from './home.module.css'
import { Hint } from '@/look/Hint'
import { Words } from '@/look/Words'

const STATES: Record<Question['state'], { badge?: string; color: string; why: string }> = {
  answered: { color: 'green', why: '' },
  incomplete: { badge: 'Incomplete', color: 'brass', why: 'The number may be too low: something it counts was not read whole.' },
  not_collected: { badge: 'Not collected', color: 'gray', why: 'Nothing brings the events that would answer this.' },
  not_read: { badge: 'Not read', color: 'brass', why: 'Okta did not let us read what the answer needs.' },
  no_snapshot: { badge: 'After the first scan', color: 'gray', why: 'There is no whole scan yet.' },
}

/** A question, its answer in one number, one click to the whole answer. */
export function QuestionCard({ question }: { question: Question }) {
  const state = STATES[question.state]
  const answer = answerOf(question)
  const inner = (
    <>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <span className={classes.question}>{question.question}</span>
        {state.badge && <Hint label={state.why}><Badge color={state.color} style={{ flex: 'none' }}>{state.badge}</Badge></Hint>}
      </Group>
      {question.number !== null && question.number !== undefined && (
        <span className={classes.number}>{count(question.number)} <span className={classes.unit}>{question.unit}</span></span>
      )}
      <span className={classes.sentence}><Words>{question.sentence}</Words></span>
      {answer && <span className={classes.foot}>{answer.words} <IconArrowRight size={15} aria-hidden="true" /></span>}
    </>
  )
  if (!answer) return <div className={`${classes.card} ${classes.off}`}>{inner}</div>
  return <Link {...answer.link} className={`${classes.card} ${question.link ? '' : classes.off}`}>{inner}</Link>
}
