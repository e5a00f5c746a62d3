import { NumberInput, Slider, Stack, Switch, Text } from '@mantine/core'
import type { Schemas } from '@/api/client'

type Settings = Schemas['IntegrationSettings']

/** What an administrator can set of a scan. */
export function SettingsFields({ settings: now, onChange }: { settings: Settings; onChange: (settings: Settings) => void }) {
  return (
    <Stack gap="lg">
      <Switch label="Scan resources" description="Users, groups, apps, roles, assignments, tokens" checked={now.scan_enabled} onChange={(event) => onChange({ ...now, scan_enabled: event.currentTarget.checked })} />
      <NumberInput
        label="Minutes from one scan to the next" w={260} min={1} max={10_080} clampBehavior="blur" value={Math.round(now.scan_interval_s / 60)} disabled={!now.scan_enabled}
        onChange={(value) => onChange({ ...now, scan_interval_s: Math.max(1, Number(value) || 1) * 60 })}
      />
      <NumberInput
        label="Seconds between looks at the System Log" description="What it names is read again between scans; 0 waits for the next scan." w="100%" maw={360} min={0} max={3600} clampBehavior="blur" value={now.refresh_interval_s} disabled={!now.scan_enabled}
        onChange={(value) => onChange({ ...now, refresh_interval_s: Math.max(0, Math.min(3600, Number(value) || 0)) })}
      />
      <NumberInput
        label="Seconds between readings of the System Log for the Activity Center" description="For events and alerts; 0 switches it off, empty is as the server is set." w="100%" maw={360} min={0} max={3600} placeholder="as the server is set" value={now.log_interval_s ?? ''}
        onChange={(value) => onChange({ ...now, log_interval_s: value === '' ? null : Number(value) })}
      />
      <NumberInput
        label="Days of its past to fetch" description="Okta keeps 90." w={260} min={0} max={90} clampBehavior="blur" value={now.log_history_days} disabled={now.log_interval_s === 0}
        onChange={(value) => onChange({ ...now, log_history_days: Math.max(0, Math.min(90, Number(value) || 0)) })}
      />
      <div>
        <Text size="sm" fw={500}>Share of Okta’s rate limits that a scan may use: {now.share_percent}%</Text>
        <Text size="xs" c="dimmed" mb={8}>The rest stays for sign-ins and other programs.</Text>
        <Slider thumbLabel="Share of Okta's rate limits" min={5} max={100} step={5} value={now.share_percent} onChange={(share_percent) => onChange({ ...now, share_percent })} marks={[{ value: 25 }, { value: 50, label: '50%' }, { value: 75 }]} mb="md" label={(value) => `${value}%`} />
      </div>
    </Stack>
  )
}
