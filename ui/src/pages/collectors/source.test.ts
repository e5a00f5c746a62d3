import { expect, test } from 'vitest'
import { bodyOf, fresh, handlerLines, isReady, ofSource, problems } from './source'

const aws = { ...fresh('aws', 'trail'), queue_url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/trail' }

test('a source is ready when it has a name, a place and its proof', () => {
  expect(isReady(fresh('aws'))).toBe(false)
  expect(isReady(aws)).toBe(true)
  expect(isReady({ ...aws, proof: 'key' })).toBe(false)
  expect(isReady({ ...aws, proof: 'key', access_key_id: 'AKIA', secret_access_key: 's' })).toBe(true)
  expect(isReady({ ...fresh('github', 'acme'), org: 'acme' })).toBe(false)
  expect(isReady({ ...fresh('github', 'acme'), org: 'acme', token: 't' })).toBe(true)
  expect(isReady(fresh('teleport', 'prod'))).toBe(true)
})

test('mistakes are told at their field, and empty fields are none', () => {
  expect(problems(fresh('aws'))).toEqual({})
  expect(problems(fresh('aws', 'Trail')).name).toMatch(/Small letters/)
  expect(problems(fresh('aws', 'aws')).name).toMatch(/kind/)
  expect(problems({ ...aws, queue_url: 'sqs.eu-west-1.amazonaws.com/1/t' }).queue_url).toMatch(/https/)
  expect(problems({ ...fresh('github', 'a'), org: 'a', enterprise: 'b' }).enterprise).toMatch(/Either/)
})

test('only what was filled in, and of secrets only the chosen proof, is sent', () => {
  expect(bodyOf({ ...aws, secret_access_key: 'left over', access_key_id: 'AKIA' })).toEqual({ name: 'trail', kind: 'aws', aws: { queue_url: aws.queue_url } })
  const github = { ...fresh('github', 'acme'), org: ' acme ', token: 't', app_id: '1', app_key: 'k' }
  expect(bodyOf(github).github).toEqual({ org: 'acme', include: 'all', token: 't' })
  expect(bodyOf({ ...github, proof: 'app' }).github).toEqual({ org: 'acme', include: 'all', app_id: '1', app_key: 'k' })
  expect(bodyOf(fresh('teleport', 'prod'))).toEqual({ name: 'prod', kind: 'teleport' })
})

test('a source that is changed keeps its proof unless another is entered', () => {
  const draft = ofSource({ name: 'trail', kind: 'aws', enabled: true, credential: 'access key AKIA', aws: { queue_url: aws.queue_url, region: 'eu-west-1' }, created_at: '', updated_at: '' })
  expect(isReady(draft)).toBe(true)
  expect(bodyOf(draft).aws).toEqual({ queue_url: aws.queue_url, region: 'eu-west-1' })
})

test('the event handler is told address and token', () => {
  expect(handlerLines('https://p.example/api/v1/activity/intake/teleport', 'ptn_in_x')).toContain('url = "https://portolan:ptn_in_x@p.example/api/v1/activity/intake/teleport"')
})
