import { expect, test } from 'vitest'
import { agentName } from './agent'

test('browsers are told apart although each calls itself by the names of the others', () => {
  expect(agentName('Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on macOS')
  expect(agentName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0')).toBe('Edge on Windows')
  expect(agentName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1')).toBe('Safari on iOS')
  expect(agentName('curl/8.5.0')).toBe('curl')
})

test('an unknown name stays as it is', () => {
  expect(agentName('Terraform/1.9')).toBe('Terraform/1.9')
  expect(agentName('')).toBe('unknown')
})
