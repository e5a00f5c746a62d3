import { expect, test } from 'vitest'
import { targetProblem } from './target'

test('addresses that fit their kind are let through, and an empty field is no mistake', () => {
  expect(targetProblem('webhook', 'https://alerts.example.com/x')).toBeUndefined()
  expect(targetProblem('slack', ' https://hooks.slack.com/services/T/B/x ')).toBeUndefined()
  expect(targetProblem('syslog', 'udp://10.0.0.1:514')).toBeUndefined()
  expect(targetProblem('webhook', '')).toBeUndefined()
})

test('others are told what to write', () => {
  expect(targetProblem('webhook', 'alerts.example.com')).toMatch(/https:/)
  expect(targetProblem('syslog', 'https://siem.example.com:6514')).toMatch(/tcp:/)
  expect(targetProblem('syslog', 'tcp://siem.example.com')).toMatch(/port/)
  expect(targetProblem('webhook', 'https://a:b@alerts.example.com')).toMatch(/password/)
})
