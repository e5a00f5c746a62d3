import { expect, test } from 'vitest'
import type { Question } from '@/api/types'
import { answerOf } from './answerOf'

const question = (more: Partial<Question>): Question => ({ id: 'x', question: '?', state: 'answered', number: 1, unit: '', sentence: '', link: null, ...more })

test('events and alerts open where they are listed, with the same question', () => {
  const events = answerOf(question({ id: 'admin_actions', link: { to: 'activity', q: 'verb:role.*', from: '7d' } }))
  expect(events).toEqual({ link: { to: '/activity', search: { q: 'verb:role.*', from: '7d' } }, words: 'Investigate' })
  const alerts = answerOf(question({ link: { to: 'alerts', tactic: 'initial-access', from: '7d' } }))
  expect(alerts).toEqual({ link: { to: '/alerts', search: { status: 'all', tactic: 'initial-access', from: '7d' } }, words: 'Open the alerts' })
})

test('a question without an answer leads to what would bring it, or nowhere', () => {
  expect(answerOf(question({ state: 'not_collected' }))?.link.to).toBe('/collectors')
  expect(answerOf(question({ state: 'not_read' }))).toBeUndefined()
})

test('a page that is made for a question is taken before the query', () => {
  expect(answerOf(question({ id: 'administrators', link: { to: 'sql', sql: 'SELECT 1' } }))?.link.to).toBe('/dashboards/admins')
})
