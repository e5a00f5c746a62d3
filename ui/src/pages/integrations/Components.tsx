import type { IntegrationView, ProgressView } from '@/api/types'
import classes from './cards/card.module.css'
import { ListsCard } from './cards/ListsCard'
import { LogCard } from './cards/LogCard'
import { ScanCard } from './cards/ScanCard'
import { ScimCard } from './cards/ScimCard'
import { SignOnCard } from './cards/SignOnCard'
import { SyncCard } from './cards/SyncCard'

/** What the integration is made of, a card each, in the order of the enrolment. */
export function Components({ integration, progress }: { integration: IntegrationView; progress: ProgressView | undefined }) {
  return (
    <div className={classes.cards} role="group" aria-label="Components">
      <SignOnCard integration={integration} />
      <ScimCard />
      <SyncCard integration={integration} />
      <ListsCard />
      <ScanCard integration={integration} progress={progress} />
      <LogCard integration={integration} />
    </div>
  )
}
