import { IconCheck, IconClock, IconLock, IconPointFilled } from '@tabler/icons-react'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'
import { NAMES, standing, STEPS, type Facts, type Mark, type Step } from './steps'
import classes from './enroll.module.css'

const SIGNS: Record<Mark, { icon?: typeof IconCheck; label: string }> = {
  done: { icon: IconCheck, label: 'done' }, begun: { icon: IconPointFilled, label: 'begun' }, open: { label: 'to do' }, blocked: { icon: IconLock, label: 'needs another step first' }, later: { icon: IconClock, label: 'not part of the product yet' },
}

/** A link to a step; the one that is shown is the current step, which the router's link would call the current page. */
const StepLink = createLink(({ isHere, ref, children, ...props }: AnchorHTMLAttributes<HTMLAnchorElement> & { isHere: boolean; ref?: Ref<HTMLAnchorElement> }) => <a {...props} ref={ref} aria-current={isHere ? 'step' : undefined}>{children}</a>)

/** All steps with how they stand; every one can be gone to, also one that waits for another. */
export function StepList({ at, facts, search }: { at: Step; facts: Facts; search: { org?: string; connector?: string } }) {
  return (
    <nav aria-label="Steps of the enrolment" className={classes.steps}>
      <ol>
        {STEPS.map((step, index) => {
          const { mark, word } = standing(step, facts)
          const { icon: Sign, label } = SIGNS[mark]
          return (
            <li key={step}>
              <StepLink to="/integrations/enroll/okta/$step" params={{ step }} search={search} isHere={step === at} data-mark={mark} className={classes.step}>
                <span className={classes.sign} aria-hidden="true">{Sign ? <Sign size={15} stroke={2.4} /> : index + 1}</span>
                <span className={classes.name}>{NAMES[step]}<small>{word}</small></span>
                <span className={classes.heard}>{`, ${label}`}</span>
              </StepLink>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
