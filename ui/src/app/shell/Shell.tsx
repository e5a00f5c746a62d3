import { AppShell, Burger, Center, Loader } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Navigate, Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { sessionQuery } from '@/api/session'
import { Failure } from '@/look/Failure'
import { AccountMenu } from './AccountMenu'
import { Nav } from './Nav'
import { ScanAge } from './ScanAge'
import { isField } from './early'
import { SearchButton } from './SearchButton'
import { SearchLayer } from './SearchLayer'
import { Unreachable } from './Unreachable'
import classes from './Shell.module.css'

const Keys = lazy(() => import('./Keys').then((module) => ({ default: module.Keys })))
const NodeAside = lazy(() => import('@/node/NodeAside').then((module) => ({ default: module.NodeAside })))

/** Navigation, search and the details of a node around every page, for those who are signed in. */
export function Shell() {
  const session = useQuery(sessionQuery)
  const location = useLocation()
  if (session.isPending) return <Center h="100dvh"><Loader role="status" aria-label="Loading" /></Center>
  if (session.isError) return <Center h="100dvh" p="lg"><Failure error={session.error} retry={() => session.refetch()} /></Center>
  if (!session.data.signed_in) {
    // On the way there already: the page of this shell stays until the other one is loaded.
    if (location.pathname === '/sign-in' || location.pathname === '/setup') return null
    if (session.data.setup_required) return <Navigate to="/setup" />
    return <Navigate to="/sign-in" search={{ next: location.href === '/' ? undefined : location.href }} />
  }
  // The server opens nothing else before the account is protected, and the page says so.
  if (session.data.second_factor_required && location.pathname !== '/account') return <Navigate to="/account" />
  const { principal, version } = session.data
  return <SignedIn name={principal?.name ?? 'signed in'} permissions={principal?.permissions ?? []} version={version} />
}

function SignedIn({ name, permissions, version }: { name: string; permissions: readonly string[]; version: string }) {
  const [menu, { toggle, close }] = useDisclosure()
  const [searching, setSearching] = useState(false)
  const [keys, setKeys] = useState(false)
  const { panel, tab } = useSearch({ from: '/shell' })
  const navigate = useNavigate()
  const path = useLocation({ select: (location) => location.pathname })
  useEffect(close, [path, close])
  const stopSearching = useCallback(() => setSearching(false), [])
  const mayAsk = permissions.includes('access_graph.read')
  useKeys(useCallback(() => setSearching(mayAsk), [mayAsk]), useCallback(() => setKeys(true), []))
  const closed = panel === undefined

  return (
    <AppShell
      layout="alt"
      header={{ height: 56 }}
      navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !menu } }}
      aside={{ width: { base: '100%', lg: 440, xl: 500 }, breakpoint: 'lg', collapsed: { desktop: closed, mobile: closed } }}
    >
      <a className="skip" href="#main">Skip to the page</a>
      <AppShell.Navbar className={classes.nav} withBorder={false} aria-label="Portolan">
        <Nav path={path} version={version} permissions={permissions} onClose={close} />
      </AppShell.Navbar>
      <AppShell.Header className={classes.header} withBorder={false}>
        <Burger opened={menu} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
        {mayAsk && <SearchButton onClick={() => setSearching(true)} />}
        <div className={classes.gap} />
        {mayAsk && <ScanAge />}
        <AccountMenu name={name} onKeys={() => setKeys(true)} />
      </AppShell.Header>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <Unreachable />
        <Outlet />
      </AppShell.Main>
      <AppShell.Aside className={classes.aside} withBorder={false} aria-label="Details" hidden={closed}>
        <Suspense fallback={null}>
          {panel !== undefined && (
            <NodeAside
              id={panel}
              tab={tab}
              onTab={(next) => void navigate({ to: '.', search: (now) => ({ ...now, tab: next }), replace: true })}
              onClose={() => void navigate({ to: '.', search: (now) => ({ ...now, panel: undefined, tab: undefined }) })}
            />
          )}
        </Suspense>
      </AppShell.Aside>
      {searching && <SearchLayer onClose={stopSearching} />}
      {keys && <Suspense fallback={null}><Keys onClose={() => setKeys(false)} /></Suspense>}
    </AppShell>
  )
}

/** `/` and Ctrl-K or ⌘K open the search, `?` tells the keys, unless somebody is typing. */
function useKeys(search: () => void, help: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const plain = !isField(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey
      const jump = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
      const asks = (plain && event.key === '/') || jump
      if (!asks && !(plain && event.key === '?')) return
      event.preventDefault()
      if (asks) search()
      else help()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [search, help])
}
