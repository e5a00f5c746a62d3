"""Crawls a simulated organization and validates every answer against Okta's own OpenAPI description.

Needs PORTOLAN_READY_FILE (what `portolan okta-sim --ready-file` wrote) or OKTA_URL and OKTA_TOKEN (a super
administrator's), and PORTOLAN_RECORDED_DATA, a folder with `okta/openapi/okta-management-*.yaml`; without the last
one it says that it is skipped. Every GET operation of the
description is tried with ids that earlier lists gave. Operations that the simulator does not have are counted, answers
that do not validate are printed; known differences are in KNOWN with their reason. Exits with 1 on any other.
"""

import json
import os
import pathlib
import re
import sys
import urllib.error
import urllib.request

if "PORTOLAN_RECORDED_DATA" not in os.environ:
    print("skipped: PORTOLAN_RECORDED_DATA is not set")
    sys.exit(0)

import jsonschema  # noqa: E402
import yaml  # noqa: E402

if "PORTOLAN_READY_FILE" in os.environ:
    ready = json.loads(pathlib.Path(os.environ["PORTOLAN_READY_FILE"]).read_text())
    URL, TOKEN = ready["okta_url"].rstrip("/"), ready["okta_token"]
else:
    URL, TOKEN = os.environ["OKTA_URL"].rstrip("/"), os.environ["OKTA_TOKEN"]
DATA = pathlib.Path(os.environ["PORTOLAN_RECORDED_DATA"]) / "okta" / "openapi"

# Path of the operation, member of the answer, what the message says, why the answer is right and the description is not.
KNOWN = [
    ("/api/v1/apps", "", "None is not of type", "members without a value are null in every recorded app"),
    ("/api/v1/groups/{groupId}/apps", "", "None is not of type", "the same apps"),
    ("", "settings/signOn", "is a required property", "recorded catalogue apps (amazon_aws) have the overrides only"),
    ("", "name", "is not one of ['oidc_client']", "the first-party apps (saasure) are recorded as OPENID_CONNECT"),
    ("", "externalId", "None", "null in every recorded app user without provisioning"),
    ("", "originId", "None", "null in recorded group owners"),
    ("/api/v1/idps", "filter", "None", "null in every recorded identity provider"),
    ("/api/v1/idps", "matchAttribute", "None", "null in recorded identity providers that match by username"),
    ("/oauth2/v1/clients", "post_logout_redirect_uris", "is not of type 'string'", "a list in OpenID Connect; the description forgets it"),
    ("/api/v1/org", "", "None", "members without a value are null in the recorded organization"),
    ("/api/v1/rate-limit-settings", "useCaseModeOverrides", "None", "null when nothing is overridden: recorded"),
    ("/api/v1/api-tokens", "tokenWindow", "does not match", "P30D is recorded; the pattern of the description matches nothing"),
    ("/api/v1/apps", "signOnMode", "None", "null for apps that only provision: recorded"),
    ("/api/v1/policies", "conditions", "None", "null for access policies: recorded"),
    ("/api/v1/logs", "", "None is not one of", "the same"),
    ("/api/v1/logs", "", "None is not of type", "members without a value are null in every recorded event"),
]

# The names of path parameters, and the list whose ids they take.
LISTS = {
    "userId": "/api/v1/users?limit=200", "id": "/api/v1/users?limit=200", "groupId": "/api/v1/groups", "appId": "/api/v1/apps?limit=200",
    "groupRuleId": "/api/v1/groups/rules", "ruleId": "/api/v1/groups/rules", "policyId": "/api/v1/policies?type=OKTA_SIGN_ON",
    "zoneId": "/api/v1/zones", "idpId": "/api/v1/idps", "apiTokenId": "/api/v1/api-tokens", "clientId": "/api/v1/apps?limit=200",
    "authenticatorId": "/api/v1/authenticators", "featureId": "/api/v1/features", "eventHookId": "/api/v1/eventHooks",
    "behaviorId": "/api/v1/behaviors", "trustedOriginId": "/api/v1/trustedOrigins", "logStreamId": "/api/v1/logStreams",
    "deviceId": "/api/v1/devices", "authServerId": "/api/v1/authorizationServers", "typeId": "/api/v1/meta/types/user",
    "contactType": None, "roleIdOrLabel": "/api/v1/iam/roles", "resourceSetIdOrLabel": "/api/v1/iam/resource-sets",
}
FIXED = {"contactType": ["BILLING", "TECHNICAL"], "appName": ["admin-console"]}
QUERY = {"/api/v1/policies": "?type=OKTA_SIGN_ON", "/api/v1/apps": "?limit=200", "/api/v1/groups": "?expand=stats"}
# So many ids are tried for each parameter.
TRIES = 30


# Part of every secret that is stored.
PLANTED = "Planted-9f3c"
# Paths whose answers gave a secret back.
TOLD = set()


def post(path, body):
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), method="POST", headers={
        "Authorization": f"SSWS {TOKEN}", "Accept": "application/json", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read().decode()
    if PLANTED in text:
        TOLD.add(f"POST {path}")
    return json.loads(text)


def plant():
    """Secrets in every place of the simulated organization that takes one and must not give it back."""
    user = post("/api/v1/users?activate=true", {
        "profile": {"login": "planted@crawl.example", "email": "planted@crawl.example", "firstName": "P", "lastName": "L"},
        "credentials": {"password": {"value": f"{PLANTED}!aA1"}, "recovery_question": {"question": "Why?", "answer": f"{PLANTED} answer"}},
    })["id"]
    post(f"/api/v1/users/{user}/factors", {
        "factorType": "question", "provider": "OKTA", "profile": {"question": "disliked_food", "answer": f"{PLANTED} food"}})
    app = post("/api/v1/apps", {
        "name": "bookmark", "label": "Planted", "signOnMode": "BOOKMARK", "settings": {"app": {"requestIntegration": False, "url": "https://crawl.example/"}}})["id"]
    post(f"/api/v1/apps/{app}/users", {
        "id": user, "scope": "USER", "credentials": {"userName": "planted", "password": {"value": f"{PLANTED} app"}}})
    post("/api/v1/eventHooks", {
        "name": "Planted", "events": {"type": "EVENT_TYPE", "items": ["user.lifecycle.create"]},
        "channel": {"type": "HTTP", "version": "1.0.0", "config": {
            "uri": "https://crawl.example/hook", "authScheme": {"type": "HEADER", "key": "Authorization", "value": f"{PLANTED} hook"}}}})


def get(path):
    request = urllib.request.Request(URL + path, headers={"Authorization": f"SSWS {TOKEN}", "Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            if PLANTED.encode() in text:
                TOLD.add(re.sub(r"/[0-9a-zA-Z]{20}\b", "/*", path))
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        text = error.read()
        try:
            return error.code, json.loads(text)
        except ValueError:
            return error.code, text.decode(errors="replace")


def convert(schema, part_of=False):
    """OpenAPI 3.0 to JSON Schema: `nullable`, and subtypes that a discriminator names.

    A schema with subtypes is split in two: itself, which the subtypes include (`part_of`), and `name__any`, which is it
    with the subtype that the value of the discriminator asks for.
    """
    if isinstance(schema, list):
        return [convert(part, part_of) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"]
        return {"$ref": name if part_of else name + "__any"}
    out = {}
    for key, value in schema.items():
        if key in ("example", "examples", "discriminator", "nullable", "readOnly", "writeOnly", "xml", "externalDocs", "format"):
            continue
        if key == "properties":
            out[key] = {name: convert(part) for name, part in value.items()}
        elif key in ("enum", "required", "default"):
            out[key] = value
        elif key == "oneOf":
            continue
        else:
            out[key] = convert(value, key == "allOf")
    mapping = schema.get("discriminator", {}).get("mapping")
    if "oneOf" in schema and mapping:
        out["allOf"] = [*out.get("allOf", []), *by_subtype(schema["discriminator"]["propertyName"], mapping)]
    elif "oneOf" in schema:
        # Without a discriminator the choices overlap; one that fits is enough.
        out["anyOf"] = convert(schema["oneOf"])
    if schema.get("nullable"):
        if "enum" in out and None not in out["enum"]:
            out["enum"] = [*out["enum"], None]
        if isinstance(out.get("type"), str):
            out["type"] = [out["type"], "null"]
        else:
            out = {"anyOf": [out, {"type": "null"}]}
    return out


def by_subtype(name, mapping):
    return [{"if": {"properties": {name: {"const": value}}, "required": [name]}, "then": {"$ref": target}}
            for value, target in mapping.items()]


def components_of(document):
    """Every schema as itself and with its subtypes."""
    schemas = {}
    for name, schema in document["components"]["schemas"].items():
        schemas[name] = convert(schema)
        mapping = schema.get("discriminator", {}).get("mapping")
        here = {"$ref": f"#/components/schemas/{name}"}
        subtypes = by_subtype(schema["discriminator"]["propertyName"], mapping) if mapping and "oneOf" not in schema else []
        schemas[name + "__any"] = {"allOf": [here, *subtypes]}
    return {"schemas": schemas}


def ids_of(path):
    if path is None:
        return []
    status, body = get(path)
    if status != 200:
        return []
    if isinstance(body, dict):
        body = next((value for value in body.values() if isinstance(value, list)), [])
    return [item["id"] for item in body if isinstance(item, dict) and "id" in item][:TRIES]


def paths_for(template, known):
    """Concrete paths for a template: ids of lists already read; a nested id from its own parent list."""
    names = re.findall(r"{(\w+)}", template)
    if not names:
        return [template + QUERY.get(template, "")]
    first = names[0]
    if first in FIXED:
        choices = FIXED[first]
    elif template.startswith("/api/v1/users/{id}") or first in known:
        choices = known.get(first, known["userId"])
    else:
        choices = ids_of(re.split(r"/{", template)[0])
    out = []
    for choice in choices:
        filled = template.replace("{" + first + "}", choice, 1)
        if "{" not in filled:
            out.append(filled)
            continue
        parent = filled.split("/{")[0]
        for inner in ids_of(parent)[:2]:
            deeper = re.sub(r"{\w+}", inner, filled, count=1)
            if "{" not in deeper:
                out.append(deeper)
            else:
                for last in ids_of(deeper.split("/{")[0])[:2]:
                    deepest = re.sub(r"{\w+}", last, deeper, count=1)
                    if "{" not in deepest:
                        out.append(deepest)
    return out


def main():
    plant()
    validated = operations = absent = unreached = 0
    failures = {}
    for file in sorted(DATA.glob("okta-*.yaml")):
        document = yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        components = components_of(document)
        known = {name: ids_of(path) for name, path in LISTS.items() if path}
        for template, methods in document["paths"].items():
            schema = methods.get("get", {}).get("responses", {}).get("200", {})
            if "$ref" in schema:
                schema = document["components"]["responses"][schema["$ref"].rsplit("/", 1)[1]]
            schema = schema.get("content", {}).get("application/json", {}).get("schema")
            if "get" not in methods or schema is None:
                continue
            validator = jsonschema.Draft202012Validator({**convert(schema), "components": components})
            answered = False
            missing = False
            for path in paths_for(template, known):
                status, body = get(path)
                if status != 200:
                    missing |= isinstance(body, dict) and "(Endpoint)" in str(body.get("errorSummary"))
                    if missing:
                        break
                    continue
                answered = True
                validated += 1
                for error in validator.iter_errors(body):
                    place = "/".join(str(part) for part in error.absolute_path)
                    excused = any(template.startswith(start) and place.endswith(member) and words in error.message
                                  for start, member, words, _ in KNOWN)
                    if not excused:
                        general = re.sub(r"\b\d+\b", "*", place)
                        failures.setdefault((template, general, error.message[:160]), path)
            operations += answered
            absent += missing
            unreached += not answered and not missing
    for path in sorted(TOLD):
        failures[(path, "", "gives a stored secret back")] = path
    for (template, place, message), path in sorted(failures.items()):
        print(f"FAILED {template} at {place}: {message}  ({path})")
    print(f"{operations} operations answered with {validated} valid or known answers, {absent} operations are not simulated, "
          f"{unreached} had nothing to ask for; {len(failures)} differences")
    return 1 if failures else 0


sys.exit(main())
