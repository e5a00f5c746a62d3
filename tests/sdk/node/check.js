// Okta's Node SDK against a server that claims to be Okta.
//
// Needs OKTA_URL and OKTA_TOKEN (a super administrator's), and for the part with OAuth OKTA_CLIENT_ID and OKTA_CLIENT_KEY
// (a private JWK). Prints one line for each difference, then `N passed, N failed`; exits with 1 when something failed.
'use strict';

const okta = require('@okta/okta-sdk-nodejs');

const { OKTA_URL: orgUrl, OKTA_TOKEN: token, OKTA_CLIENT_ID: clientId, OKTA_CLIENT_KEY: privateKey } = process.env;
const mark = String(Date.now());
let passed = 0;
let failed = 0;

function check(name, good, seen) {
  if (good) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`FAILED ${name}: ${String(seen && seen.message ? seen.message : JSON.stringify(seen)).slice(0, 300)}`);
  }
}

/** Awaits a call of the SDK; an error is counted. */
async function ask(name, call) {
  try {
    const data = await call();
    check(name, true);
    return data;
  } catch (error) {
    check(name, false, error);
    return undefined;
  }
}

async function refused(name, status, code, call) {
  try {
    await call();
    check(name, false, 'it was accepted');
  } catch (error) {
    check(name, error.status === status && String(error.message).includes(code), error);
  }
}

/** All items of a collection; the SDK follows the links by itself. */
async function all(collection) {
  const items = [];
  await (await collection).each((item) => {
    items.push(item);
  });
  return items;
}

async function users(client) {
  const login = `sdk.node.${mark}@harborline.example`;
  const body = {
    profile: { firstName: 'Sdk', lastName: 'Node', login, email: login, department: 'Sales' },
    credentials: { password: { value: 'Correct-Horse-9' } },
  };
  const user = await ask('create user', () => client.userApi.createUser({ body }));
  if (!user) return undefined;
  check('created user is active', user.status === 'ACTIVE', user.status);
  const again = await ask('user by login', () => client.userApi.getUser({ userId: login }));
  check('the same user', again && again.id === user.id);
  const changed = await ask('update user', () =>
    client.userApi.updateUser({ userId: user.id, user: { profile: { nickName: 'Node' } } }));
  check('update keeps the rest', changed && changed.profile.nickName === 'Node' && changed.profile.firstName === 'Sdk');
  await ask('suspend', () => client.userApi.suspendUser({ userId: user.id }));
  const suspended = await ask('read suspended', () => client.userApi.getUser({ userId: user.id }));
  check('is suspended', suspended && suspended.status === 'SUSPENDED');
  await ask('unsuspend', () => client.userApi.unsuspendUser({ userId: user.id }));
  const everyone = await ask('pages of users', () => all(client.userApi.listUsers({ limit: 50 })));
  check('many users, each once', everyone && everyone.length > 100
    && new Set(everyone.map((one) => one.id)).size === everyone.length, everyone && everyone.length);
  const found = await ask('search', () => all(client.userApi.listUsers({ search: 'profile.department eq "Sales"' })));
  check('search finds sales', found && found.length >= 30, found && found.length);
  await refused('an unknown user', 404, 'E0000007', () => client.userApi.getUser({ userId: '00unobody0000000000x' }));
  await refused('the same login again', 400, 'E0000001', () => client.userApi.createUser({ body }));
  return user;
}

async function groups(client, user) {
  const group = await ask('create group', () =>
    client.groupApi.createGroup({ group: { profile: { name: `sdk node ${mark}`, description: 'made by the SDK' } } }));
  if (!group) return undefined;
  await ask('add member', () => client.groupApi.assignUserToGroup({ groupId: group.id, userId: user.id }));
  const members = await ask('members', () => all(client.groupApi.listGroupUsers({ groupId: group.id })));
  check('one member', members && members.length === 1 && members[0].id === user.id);
  const listed = await ask('pages of groups', () => all(client.groupApi.listGroups({ limit: 10 })));
  check('all groups', listed && listed.length >= 30, listed && listed.length);
  const everyone = listed && listed.find((one) => one.type === 'BUILT_IN');
  await refused('Everyone can not be changed', 501, 'E0000060', () =>
    client.groupApi.assignUserToGroup({ groupId: everyone.id, userId: user.id }));
  const rule = await ask('create rule', () => client.groupApi.createGroupRule({ groupRule: {
    type: 'group_rule', name: `node ${mark}`,
    conditions: { expression: { type: 'urn:okta:expression:1.0', value: 'user.title=="Nobody has this"' } },
    actions: { assignUserToGroups: { groupIds: [group.id] } },
  } }));
  if (rule) {
    check('a rule is made inactive', rule.status === 'INACTIVE', rule.status);
    await ask('activate rule', () => client.groupApi.activateGroupRule({ ruleId: rule.id }));
    await ask('deactivate rule', () => client.groupApi.deactivateGroupRule({ ruleId: rule.id }));
    await ask('delete rule', () => client.groupApi.deleteGroupRule({ ruleId: rule.id }));
  }
  return group;
}

async function apps(client, user, group) {
  const listed = await ask('apps', () => all(client.applicationApi.listApplications({ limit: 20 })));
  check('all apps', listed && listed.length >= 20, listed && listed.length);
  const application = {
    name: 'bookmark', label: `node bookmark ${mark}`, signOnMode: 'BOOKMARK',
    settings: { app: { requestIntegration: false, url: 'https://a.example' } },
  };
  const app = await ask('create app', () => client.applicationApi.createApplication({ application }));
  if (!app) return;
  await ask('assign group', () => client.applicationApi.assignGroupToApplication({ appId: app.id, groupId: group.id }));
  const through = await ask('app user', () => client.applicationApi.getApplicationUser({ appId: app.id, userId: user.id }));
  check('scope GROUP', through && through.scope === 'GROUP', through && through.scope);
  await ask('assign user', () =>
    client.applicationApi.assignUserToApplication({ appId: app.id, appUser: { id: user.id, scope: 'USER' } }));
  const both = await ask('app user again', () => client.applicationApi.getApplicationUser({ appId: app.id, userId: user.id }));
  check('scope USER hides the group', both && both.scope === 'USER', both && both.scope);
  await ask('take the own assignment', () => client.applicationApi.unassignUserFromApplication({ appId: app.id, userId: user.id }));
  const left = await ask('app user once more', () => client.applicationApi.getApplicationUser({ appId: app.id, userId: user.id }));
  check('the group still grants', left && left.scope === 'GROUP', left && left.scope);
  const assigned = await ask('app groups', () => all(client.applicationApi.listApplicationGroupAssignments({ appId: app.id })));
  check('one app group', assigned && assigned.length === 1);
  await ask('app users', () => all(client.applicationApi.listApplicationUsers({ appId: app.id })));
  await refused('an active app can not be deleted', 403, 'E0000056', () =>
    client.applicationApi.deleteApplication({ appId: app.id }));
  await ask('deactivate app', () => client.applicationApi.deactivateApplication({ appId: app.id }));
  await ask('delete app', () => client.applicationApi.deleteApplication({ appId: app.id }));
}

async function rest(client, user) {
  const given = await ask('assign role', () => client.roleAssignmentApi.assignRoleToUser({
    userId: user.id, assignRoleRequest: { type: 'HELP_DESK_ADMIN' },
  }));
  check('a role was given', given && given.type === 'HELP_DESK_ADMIN', given);
  const held = await ask('roles', () => all(client.roleAssignmentApi.listAssignedRolesForUser({ userId: user.id })));
  check('one role', held && held.length === 1, held);
  const events = await ask('log', async () => {
    const seen = [];
    // Without an end the collection never ends: a polling request always has a next link.
    await (await client.systemLogApi.listLogEvents({ limit: 100, sortOrder: 'DESCENDING' })).each((event) => {
      seen.push(event.eventType);
      return seen.length < 100;
    });
    return seen;
  });
  for (const wanted of ['user.lifecycle.create', 'application.lifecycle.create', 'user.account.privilege.grant']) {
    check(`the log has ${wanted}`, events && events.includes(wanted));
  }
  await ask('deactivate user', () => client.userApi.deactivateUser({ userId: user.id }));
  await ask('delete user', () => client.userApi.deleteUser({ userId: user.id }));
  await refused('the user is gone', 404, 'E0000007', () => client.userApi.getUser({ userId: user.id }));
}

async function oauth() {
  if (!clientId || !privateKey) return;
  const client = new okta.Client({
    orgUrl, authorizationMode: 'PrivateKey', clientId, privateKey, scopes: ['okta.users.read'],
  });
  const seen = await ask('users with an access token', async () => {
    const some = [];
    await (await client.userApi.listUsers({ limit: 5 })).each((user) => {
      some.push(user.id);
      return some.length < 5;
    });
    return some;
  });
  check('five users', seen && seen.length === 5, seen);
}

async function main() {
  const client = new okta.Client({ orgUrl, token });
  const user = await users(client);
  if (user) {
    const group = await groups(client, user);
    if (group) await apps(client, user, group);
    await rest(client, user);
  }
  await oauth();
  const wrong = new okta.Client({ orgUrl, token: '00wrong' });
  await refused('a wrong token', 401, 'E0000011', () => all(wrong.userApi.listUsers()));
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

main().catch((error) => {
  console.log(error);
  process.exit(1);
});
