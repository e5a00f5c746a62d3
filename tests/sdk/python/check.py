"""Okta's Python SDK against a server that claims to be Okta.

Needs OKTA_URL and OKTA_TOKEN (a super administrator's), and for the part with OAuth OKTA_CLIENT_ID and OKTA_CLIENT_KEY
(a private JWK). Prints one line for each difference, then `N passed, N failed`; exits with 1 when something failed.
"""

import asyncio
import inspect
import os
import sys
import time

os.environ["OKTA_TESTING_TESTINGDISABLEHTTPSCHECK"] = "true"

from okta import models  # noqa: E402
from okta.client import Client  # noqa: E402

URL = os.environ["OKTA_URL"]
TOKEN = os.environ["OKTA_TOKEN"]
MARK = str(int(time.time() * 1000))


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, good, seen=None):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}: {seen!r}"[:400])


tally = Tally()


async def ask(name, call):
    """Awaits a call of the SDK, counts an error, gives the data."""
    try:
        answer = await call if inspect.isawaitable(call) else call
    except Exception as error:  # the SDK raises on bodies its models refuse
        tally.check(name, False, error)
        return None
    error = answer[-1]
    tally.check(name, error is None, error)
    return answer[0] if len(answer) == 3 else None


async def refused(name, call, status):
    try:
        answer = await call
    except Exception as error:
        tally.check(name, str(status) in str(error), error)
        return
    error = answer[-1]
    tally.check(name, error is not None and str(status) in str(error), error)


def client(**more):
    return Client({"orgUrl": URL, "token": TOKEN, **more})


async def pages(call, **arguments):
    """All items of a list that pages by Link header."""
    items, after = [], None
    for _ in range(1000):
        data, response, error = await call(after=after, **arguments)
        if error is not None:
            raise RuntimeError(error)
        items.extend(data or [])
        # The SDK keeps one Link header only, the last: Okta, like the server here, sends `next` after `self`.
        link = next((value for name, value in response.headers.items() if name.lower() == "link"), "")
        following = [part for part in link.split(",") if 'rel="next"' in part]
        if not following:
            return items
        after = following[0].split("after=")[1].split("&")[0].split(">")[0]
    raise RuntimeError("the list never ends")


async def users(okta):
    login = f"sdk.python.{MARK}@harborline.example"
    body = models.CreateUserRequest.from_dict({
        "profile": {"firstName": "Sdk", "lastName": "Python", "login": login, "email": login, "department": "Platform"},
        "credentials": {"password": {"value": "Correct-Horse-9"}},
    })
    user = await ask("create user", okta.create_user(body, activate=True))
    if user is None:
        return None
    tally.check("created user is active", user.status.value == "ACTIVE", user.status)
    by_login = await ask("user by login", okta.get_user(login))
    tally.check("the same user", by_login is not None and by_login.id == user.id)
    change = models.UpdateUserRequest.from_dict({"profile": {"nickName": "Py"}})
    changed = await ask("update user", okta.update_user(user.id, change))
    tally.check("update keeps the rest", changed is not None and changed.profile.nick_name == "Py"
                and changed.profile.first_name == "Sdk", changed)
    await ask("suspend", okta.suspend_user(user.id))
    suspended = await ask("read suspended", okta.get_user(user.id))
    tally.check("is suspended", suspended is not None and suspended.status.value == "SUSPENDED", suspended)
    await ask("unsuspend", okta.unsuspend_user(user.id))
    everyone = await pages(okta.list_users, limit=50)
    tally.check("pages of users", len(everyone) > 100 and len({one.id for one in everyone}) == len(everyone), len(everyone))
    tally.check("leavers are not in the plain list", all(one.status.value != "DEPROVISIONED" for one in everyone))
    gone = await ask("leavers by filter", okta.list_users(filter='status eq "DEPROVISIONED"'))
    tally.check("there are leavers", bool(gone))
    found = await ask("search", okta.list_users(search='profile.department eq "Platform" and status eq "ACTIVE"'))
    tally.check("search finds the platform team", found is not None and len(found) >= 6, found and len(found))
    await refused("an unknown user is 404", okta.get_user("00unobody0000000000x"), "E0000007")
    await refused("the same login again is 400", okta.create_user(body, activate=True), "E0000001")
    return user


async def groups(okta, user):
    body = models.AddGroupRequest.from_dict({"profile": {"name": f"sdk python {MARK}", "description": "made by the SDK"}})
    group = await ask("add group", okta.add_group(body))
    if group is None:
        return None
    await ask("add member", okta.assign_user_to_group(group.id, user.id))
    await ask("add member again", okta.assign_user_to_group(group.id, user.id))
    members = await ask("members", okta.list_group_users(group.id))
    tally.check("one member", members is not None and [one.id for one in members] == [user.id])
    mine = await ask("groups of the user", okta.list_user_groups(user.id))
    tally.check("user is in the group", mine is not None and group.id in [one.id for one in mine])
    listed = await pages(okta.list_groups, limit=10, expand="stats")
    tally.check("pages of groups", len(listed) >= 30, len(listed))
    rules = await ask("group rules", okta.list_group_rules())
    tally.check("there are rules", bool(rules))
    by_rule = [one for one in listed if one.profile and one.profile.actual_instance.name == "AWS Production Admins"]
    tally.check("the group of a rule is there", bool(by_rule))
    if by_rule:
        inside = await ask("members by rule", okta.list_group_users(by_rule[0].id))
        tally.check("the rule took the new person in", inside is not None and user.id in [one.id for one in inside])
    everyone = [one for one in listed if one.type.value == "BUILT_IN"]
    await refused("Everyone can't be changed", okta.assign_user_to_group(everyone[0].id, user.id), "E0000060")
    await ask("owners", okta.list_group_owners(group.id))
    return group


async def apps(okta, user, group):
    listed = await ask("apps", okta.list_applications(limit=200))
    tally.check("all apps pass the models", listed is not None and len(listed) >= 20, listed and len(listed))
    made = []
    bodies = [
        models.BookmarkApplication.from_dict({"name": "bookmark", "label": f"py bookmark {MARK}", "signOnMode": "BOOKMARK",
                                              "settings": {"app": {"requestIntegration": False, "url": "https://a.example"}}}),
        models.OpenIdConnectApplication.from_dict({
            "name": "oidc_client", "label": f"py oidc {MARK}", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_post"}},
            "settings": {"oauthClient": {"redirect_uris": ["https://a.example/cb"], "response_types": ["code"],
                                         "grant_types": ["authorization_code"], "application_type": "web"}}}),
        models.SamlApplication.from_dict({
            "label": f"py saml {MARK}", "signOnMode": "SAML_2_0",
            "settings": {"signOn": {"ssoAcsUrl": "https://a.example/acs", "audience": "a", "recipient": "https://a.example/acs",
                                    "destination": "https://a.example/acs", "subjectNameIdTemplate": "${user.userName}",
                                    "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
                                    "responseSigned": True, "assertionSigned": True, "signatureAlgorithm": "RSA_SHA256",
                                    "digestAlgorithm": "SHA256", "honorForceAuthn": True,
                                    "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"}}}),
    ]
    for body in bodies:
        app = await ask(f"create {body.label}", okta.create_application(body))
        if app is not None:
            made.append(app)
            again = await ask(f"read {app.label}", okta.get_application(app.id))
            tally.check("the same app", again is not None and again.id == app.id and again.status.value == "ACTIVE")
    if not made:
        return None
    app = made[0]
    await ask("assign group", okta.assign_group_to_application(app.id, group.id, models.ApplicationGroupAssignment()))
    through = await ask("app user through the group", okta.get_application_user(app.id, user.id))
    tally.check("scope GROUP", through is not None and through.scope == "GROUP", through and through.scope)
    direct = models.AppUserAssignRequest.from_dict({"id": user.id, "scope": "USER"})
    await ask("assign user", okta.assign_user_to_application(app.id, direct))
    both = await ask("app user twice assigned", okta.get_application_user(app.id, user.id))
    tally.check("scope USER hides the group", both is not None and both.scope == "USER", both and both.scope)
    await ask("take the own assignment", okta.unassign_user_from_application(app.id, user.id))
    left = await ask("app user once more", okta.get_application_user(app.id, user.id))
    tally.check("the group still grants", left is not None and left.scope == "GROUP", left and left.scope)
    assigned = await ask("app groups", okta.list_application_group_assignments(app.id))
    tally.check("one app group", assigned is not None and [one.id for one in assigned] == [group.id])
    await ask("app users", okta.list_application_users(app.id))
    await refused("an active app can't be deleted", okta.delete_application(app.id), "E0000056")
    for app in made:
        await ask("deactivate app", okta.deactivate_application(app.id))
        await ask("delete app", okta.delete_application(app.id))
    return made


async def roles(okta, user, group):
    request = models.AssignRoleToUserRequest.from_dict({"type": "HELP_DESK_ADMIN"})
    given = await ask("assign role", okta.assign_role_to_user(user.id, request))
    tally.check("a role was given", given is not None)
    held = await ask("roles of the user", okta.list_assigned_roles_for_user(user.id))
    kinds = [one.actual_instance.type.value if hasattr(one, "actual_instance") else one.type for one in held or []]
    tally.check("help desk is among them", "HELP_DESK_ADMIN" in [str(kind) for kind in kinds], kinds)
    await refused("the same role twice is 409", okta.assign_role_to_user(user.id, request), "E0000090")
    await ask("roles of a group", okta.list_group_assigned_roles(group.id))
    assignees = await ask("users with roles", okta.list_users_with_role_assignments())
    tally.check("administrators are listed", assignees is not None and len(assignees.value) >= 8)
    custom = await ask("custom roles", okta.list_roles())
    tally.check("two custom roles", custom is not None and len(custom.roles) >= 2)
    sets = await ask("resource sets", okta.list_resource_sets())
    tally.check("two resource sets", sets is not None and len(sets.resource_sets) >= 2)
    tokens = await ask("API tokens", okta.list_api_tokens())
    tally.check("five tokens", tokens is not None and len(tokens) >= 5)


async def rest(okta, user):
    await ask("zones", okta.list_network_zones())
    await ask("identity providers", okta.list_identity_providers())
    for kind in ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY"]:
        policies = await ask(f"policies {kind}", okta.list_policies(kind))
        for policy in policies or []:
            await ask(f"rules of {kind}", okta.list_policy_rules(policy.id))
    await ask("org", okta.get_org_settings())
    await ask("factors", okta.list_factors(user.id))
    events = await ask("log", okta.list_log_events(limit=100, sort_order="DESCENDING"))
    seen = {event.event_type for event in events or []}
    for wanted in ["user.lifecycle.create", "group.user_membership.add", "application.lifecycle.create"]:
        tally.check(f"the log has {wanted}", wanted in seen, seen)


async def oauth():
    key, ident = os.environ.get("OKTA_CLIENT_KEY"), os.environ.get("OKTA_CLIENT_ID")
    if not key or not ident:
        return
    for dpop in [False, True]:
        okta = Client({"orgUrl": URL, "authorizationMode": "PrivateKey", "clientId": ident, "privateKey": key,
                       "scopes": ["okta.users.read", "okta.groups.read"], "dpopEnabled": dpop})
        seen = await ask(f"users with an access token, DPoP {dpop}", okta.list_users(limit=5))
        tally.check("five users", seen is not None and len(seen) == 5)
        await refused("no scope for apps", okta.list_applications(), 403)


async def main():
    okta = client()
    user = await users(okta)
    if user is not None:
        group = await groups(okta, user)
        if group is not None:
            await apps(okta, user, group)
            await roles(okta, user, group)
        await rest(okta, user)
        await ask("deactivate user", okta.deactivate_user(user.id))
        await ask("delete user", okta.delete_user(user.id))
    await oauth()
    wrong = Client({"orgUrl": URL, "token": "00wrong"})
    await refused("a wrong token is 401", wrong.list_users(), "E0000011")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


sys.exit(asyncio.run(main()))
