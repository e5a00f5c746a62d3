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

/** What a card says about where it leads. */
const WORDS: Record<string, string> = { activity: 'Investigate', alerts: 'Open the alerts' }

/** Where a question leads: to its page, to the link that the API gives, to what brings events, or nowhere. */
export function answerOf(question: Question): Answer | undefined {
  if (question.link) return PAGES[question.id] ?? { link: target(question.link), words: WORDS[question.link.to] ?? 'Open the answer' }
  return question.state === 'not_collected' ? { link: { to: '/collectors' }, words: 'See what brings events' } : undefined
}
