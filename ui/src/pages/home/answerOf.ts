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

/** What can be looked at while the System Log is not collected. */
const MEANWHILE: Record<string, Answer> = {
  admin_actions: { link: { to: '/dashboards/changes', search: { what: 'administration' } as never }, words: 'Meanwhile: changes of administration' },
  suspicious_sign_ins: { link: { to: '/browse/$subKind', params: { subKind: 'okta_identity_provider' } as never }, words: 'Meanwhile: identity providers' },
}

/** Where a question leads: to its page, to the link that the API gives, to what can be said meanwhile, or nowhere. */
export function answerOf(question: Question): Answer | undefined {
  if (question.link) return PAGES[question.id] ?? { link: target(question.link), words: 'Open the answer' }
  return question.state === 'not_collected' ? MEANWHILE[question.id] : undefined
}
