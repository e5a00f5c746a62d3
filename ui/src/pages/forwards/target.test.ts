import { expect, test } from 'vitest'
import { isMailReady, mailProblems, mailTarget, NO_MAIL, targetProblem } from './target'

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

const mail = { ...NO_MAIL, host: 'mail.example.com', from: 'alerts+portolan@example.com', to: 'soc@example.com, cert@example.com' }

test('a mail server is written as the API takes it', () => {
  expect(mailTarget(mail)).toBe('smtps://mail.example.com/?from=alerts%2Bportolan%40example.com&to=soc%40example.com,cert%40example.com')
  expect(mailTarget({ ...mail, tls: 'upgrade', user: 'relay' })).toMatch(/^smtp:.*&user=relay$/)
  expect(mailTarget({ ...mail, tls: 'none' })).toMatch(/&tls=none$/)
})

test('it is ready when host, sender and somebody to tell are there, and user and password go together', () => {
  expect(isMailReady(NO_MAIL, false)).toBe(false)
  expect(isMailReady(mail, false)).toBe(true)
  expect(isMailReady({ ...mail, user: 'relay' }, true)).toBe(true)
  expect(mailProblems({ ...mail, user: 'relay' }, false).password).toBeDefined()
  expect(mailProblems(mail, true).user).toBeDefined()
  expect(mailProblems({ ...mail, tls: 'none', user: 'relay' }, true).tls).toMatch(/open/)
  expect(mailProblems({ ...mail, to: 'soc@example.com, ada' }, false).to).toBe('ada is no address')
  expect(mailProblems({ ...mail, host: 'smtp://mail' }, false).host).toMatch(/port/)
  expect(mailProblems(NO_MAIL, false)).toEqual({})
})
