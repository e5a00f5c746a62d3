import { Code } from '@mantine/core'
import { heading, sentence } from '@/format/sentence'

/** A message of the API as a sentence, or as a heading without its full stop; what stands between backticks is code. */
export function Words({ children, asHeading }: { children: string; asHeading?: boolean }) {
  const parts = (asHeading ? heading(children) : sentence(children)).split('`')
  return parts.map((part, at) => (at % 2 === 1 ? <Code key={at}>{part}</Code> : part))
}
