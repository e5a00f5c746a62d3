"""Judges responses as another service provider would: python3-saml, on libxmlsec and libxml2.

Reads JSON lines {"xml"} and writes {"ok", "name_id", "attributes", "why"}.
usage: judge.py FOLDER-OF-KEYS
"""
import base64
import json
import pathlib
import sys

from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

KEYS = pathlib.Path(sys.argv[1])
SETTINGS = OneLogin_Saml2_Settings({
    "strict": True,
    "sp": {
        "entityId": "https://portolan.example/saml",
        "assertionConsumerService": {"url": "https://portolan.example/saml/acs"},
    },
    "idp": {
        "entityId": "http://www.okta.com/exk1test",
        "singleSignOnService": {"url": "https://org.okta.com/sso"},
        "x509cert": KEYS.joinpath("idp.cert.pem").read_text(),
    },
    "security": {"rejectDeprecatedAlgorithm": True},
})
REQUEST = {"https": "on", "http_host": "portolan.example", "script_name": "/saml/acs", "get_data": {}, "post_data": {}}

for line in sys.stdin:
    xml = json.loads(line)["xml"].encode()
    verdict = {"ok": False, "name_id": None, "attributes": {}, "why": ""}
    try:
        response = OneLogin_Saml2_Response(SETTINGS, base64.b64encode(xml).decode())
        verdict["ok"] = bool(response.is_valid(REQUEST, "_request1"))
        verdict["why"] = response.get_error() or ""
        if verdict["ok"]:
            verdict["name_id"] = response.get_nameid()
            verdict["attributes"] = response.get_attributes()
    except Exception as error:  # whatever it raises is a refusal
        verdict["ok"] = False
        verdict["why"] = f"{type(error).__name__}: {error}"
    print(json.dumps(verdict), flush=True)
