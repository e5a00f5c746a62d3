import type { LinkProps } from '@tanstack/react-router'
import type { Question } from '@/api/types'
import { target } from '@/app/viewLink'

interface Answer {
  link: Pick<LinkProps, 'to' | 'params' | 'search'>
  words: string
}

/** Pages that are made for a question, in place of the query that answers it. */
const PAGES: Record<string, Answer> = {
  apps_of_user: { link: { to: '/browse/$subKind', params: { subKind: 'okta_user' } as never, search: { sort: '-standing_privileges', tab: 'access' } as never }, words: 'Choose a user' },
  administrators: { link: { to: '/dashboards/admins' }, words: 'Open the answer' },
  api_tokens: { link: { to: '/dashboards/tokens' }, words: 'Open the answer' },
}

/** Where events and alerts answer. */
const IN_ACTIVITY: Record<string, Answer> = {
  admin_actions: { link: { to: '/activity' }, words: 'Investigate' },
  suspicious_sign_ins: { link: { to: '/alerts' }, words: 'Open alerts' },
}

/** Where a question leads: to its page, to the link that the API gives, to Activity, or nowhere. */
export function answerOf(question: Question): Answer | undefined {
  if (question.link) return PAGES[question.id] ?? { link: target(question.link), words: 'Open the answer' }
  return question.state === 'not_collected' ? IN_ACTIVITY[question.id] : undefined
}
