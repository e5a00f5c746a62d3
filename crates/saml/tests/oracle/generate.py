"""Writes responses that third parties have signed, one JSON line each: {"name", "xml", "expect"}.

usage: generate.py FOLDER-OF-KEYS
`expect` is "ok", or the code of the refusal.
"""
import datetime
import json
import pathlib
import sys

import xmlsec
from lxml import etree
from saml2 import BINDING_HTTP_POST, saml, xmldsig
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_EMAILADDRESS, NameID
from saml2.server import Server
from signxml import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod, XMLSigner, algorithms

ISSUER = "http://www.okta.com/exk1test"
AUDIENCE = "https://portolan.example/saml"
ACS = "https://portolan.example/saml/acs"
KEYS = pathlib.Path(sys.argv[1])


def emit(name, xml, expect="ok"):
    print(json.dumps({"name": name, "xml": xml, "expect": expect}), flush=True)


def pem(name):
    return KEYS.joinpath(name).read_text()


def stamp(seconds=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def response(assertion_id="_a1"):
    """An unsigned response, laid out with line breaks and other prefixes than Okta's."""
    return f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    ID="_r1" InResponseTo="_request1" Version='2.0' IssueInstant="{stamp()}" Destination="{ACS}">
  <saml:Issuer>{ISSUER}</saml:Issuer>
  <samlp:Status>
    <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>
  </samlp:Status>
  <saml:Assertion ID="{assertion_id}" Version="2.0" IssueInstant="{stamp()}">
    <saml:Issuer>{ISSUER}</saml:Issuer>
    <saml:Subject>
      <saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">alice@example.com</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData InResponseTo="_request1" NotOnOrAfter="{stamp(300)}" Recipient="{ACS}"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="{stamp(-300)}" NotOnOrAfter="{stamp(300)}">
      <saml:AudienceRestriction><saml:Audience>{AUDIENCE}</saml:Audience></saml:AudienceRestriction>
    </saml:Conditions>
    <saml:AuthnStatement AuthnInstant="{stamp(-1)}" SessionIndex="_s1">
      <saml:AuthnContext><saml:AuthnContextClassRef>urn:x</saml:AuthnContextClassRef></saml:AuthnContext>
    </saml:AuthnStatement>
    <saml:AttributeStatement>
      <saml:Attribute Name="groups">
        <saml:AttributeValue xsi:type="xs:string">Tom &amp; Jerry &lt;é&gt; &#13; "x"</saml:AttributeValue>
        <saml:AttributeValue xsi:type="xs:string"><![CDATA[a < b]]></saml:AttributeValue>
      </saml:Attribute>
    </saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>"""


def signxml_cases():
    exclusive = algorithms.CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
    assertion_path = ".//{urn:oasis:names:tc:SAML:2.0:assertion}Assertion"

    def place(element):
        issuer = element.find("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer")
        holder = etree.Element("{http://www.w3.org/2000/09/xmldsig#}Signature", Id="placeholder", nsmap={"ds": "http://www.w3.org/2000/09/xmldsig#"})
        issuer.addnext(holder)

    def sign(element, key, method, digest):
        place(element)
        signer = XMLSigner(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=method,
            digest_algorithm=digest,
            c14n_algorithm=exclusive,
        )
        return signer.sign(
            element, key=pem(f"{key}.key.pem"), cert=pem(f"{key}.cert.pem"), reference_uri="#" + element.get("ID")
        )

    pairs = [
        ("idp", SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256, "ok"),
        ("idp", SignatureMethod.RSA_SHA384, DigestAlgorithm.SHA384, "ok"),
        ("idp", SignatureMethod.RSA_SHA512, DigestAlgorithm.SHA512, "ok"),
        ("p256", SignatureMethod.ECDSA_SHA256, DigestAlgorithm.SHA256, "ok"),
        ("p384", SignatureMethod.ECDSA_SHA384, DigestAlgorithm.SHA384, "ok"),
        ("attacker", SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256, "signature_key"),
        ("idp", SignatureMethod.SHA256_RSA_MGF1, DigestAlgorithm.SHA256, "signature_algorithm"),
    ]
    for key, method, digest, expect in pairs:
        name = f"signxml {key} {method.name} {digest.name}"
        root = etree.fromstring(response())
        emit(f"{name} response", etree.tostring(sign(root, key, method, digest)).decode(), expect)
        root = etree.fromstring(response())
        assertion = root.find(assertion_path)
        # Signed apart, as an identity provider does it, then put back.
        apart = sign(etree.fromstring(etree.tostring(assertion)), key, method, digest)
        root.replace(assertion, apart)
        emit(f"{name} assertion", etree.tostring(root).decode(), expect)
        if expect == "ok":
            emit(f"{name} both", etree.tostring(sign(root, key, method, digest)).decode(), expect)


def certificate(name):
    return "".join(line for line in pem(name).splitlines() if not line.startswith("---"))


def encrypted_cases():
    """Sealed with libxmlsec, then the response around it signed with signxml."""
    exclusive = algorithms.CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
    transforms = xmlsec.Transform
    for name, cipher, session, transport in [
        ("AES-128-CBC OAEP", transforms.AES128, 128, transforms.RSA_OAEP),
        ("AES-256-CBC OAEP", transforms.AES256, 256, transforms.RSA_OAEP),
        ("AES-128-GCM OAEP", transforms.AES128_GCM, 128, transforms.RSA_OAEP),
        ("AES-256-GCM OAEP", transforms.AES256_GCM, 256, transforms.RSA_OAEP),
        ("AES-256-GCM PKCS1", transforms.AES256_GCM, 256, transforms.RSA_PKCS1),
    ]:
        # Namespaces that only the assertion uses must be its own: around it, nothing signed would declare them.
        only_inside = """ xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:xs="http://www.w3.org/2001/XMLSchema\""""
        text = response().replace(only_inside, "").replace("<saml:Assertion ", f"<saml:Assertion {only_inside} ")
        root = etree.fromstring(text)
        assertion = root.find(".//{urn:oasis:names:tc:SAML:2.0:assertion}Assertion")
        apart = etree.fromstring(etree.tostring(assertion))
        root.remove(assertion)
        holder = etree.SubElement(root, "{urn:oasis:names:tc:SAML:2.0:assertion}EncryptedAssertion")
        holder.append(apart)
        manager = xmlsec.KeysManager()
        manager.add_key(xmlsec.Key.from_file(str(KEYS / "sp.cert.pem"), xmlsec.KeyFormat.CERT_PEM))
        data = xmlsec.template.encrypted_data_create(root, cipher, type=xmlsec.EncryptionType.ELEMENT, ns="xenc")
        xmlsec.template.encrypted_data_ensure_cipher_value(data)
        info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="dsig")
        key = xmlsec.template.add_encrypted_key(info, transport)
        xmlsec.template.encrypted_data_ensure_cipher_value(key)
        context = xmlsec.EncryptionContext(manager)
        context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, session, xmlsec.KeyDataType.SESSION)
        context.encrypt_xml(data, apart)
        root.insert(1, etree.Element(
            "{http://www.w3.org/2000/09/xmldsig#}Signature", Id="placeholder", nsmap={"ds": "http://www.w3.org/2000/09/xmldsig#"}
        ))
        signer = XMLSigner(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=SignatureMethod.RSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=exclusive,
        )
        signed = signer.sign(root, key=pem("idp.key.pem"), cert=pem("idp.cert.pem"), reference_uri="#_r1")
        expect = "encryption_method" if transport is transforms.RSA_PKCS1 else "ok"
        emit(f"libxmlsec {name}", etree.tostring(signed).decode(), expect)


def pysaml2_server():
    their_side = f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{AUDIENCE}">
      <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:KeyDescriptor use="encryption"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>{certificate("sp.cert.pem")}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
      <md:AssertionConsumerService Binding="{BINDING_HTTP_POST}" Location="{ACS}" index="0"/>
      </md:SPSSODescriptor></md:EntityDescriptor>"""
    config = IdPConfig().load({
        "entityid": ISSUER,
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "metadata": {"inline": [their_side]},
        "key_file": str(KEYS / "idp.key.pem"),
        "cert_file": str(KEYS / "idp.cert.pem"),
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [("https://org.example/sso", BINDING_HTTP_POST)]},
                "policy": {"default": {
                    "lifetime": {"minutes": 5},
                    "attribute_restrictions": None,
                    "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:basic",
                }},
            }
        },
    })
    return Server(config=config)


def pysaml2_cases():
    server = pysaml2_server()
    name_id = NameID(format=NAMEID_FORMAT_EMAILADDRESS, text="alice@example.com")
    def make(**options):
        return str(server.create_authn_response(
            {"groups": ["Tom & Jerry", "Everyone"], "mail": ["alice@example.com"]},
            in_response_to="_request1",
            destination=ACS,
            sp_entity_id=AUDIENCE,
            name_id=name_id,
            authn={"class_ref": saml.AUTHN_PASSWORD_PROTECTED, "authn_auth": ISSUER},
            sign_alg=xmldsig.SIG_RSA_SHA256,
            digest_alg=xmldsig.DIGEST_SHA256,
            **options,
        ))

    emit("pysaml2 both", make(sign_response=True, sign_assertion=True))
    emit("pysaml2 response", make(sign_response=True, sign_assertion=False))
    emit("pysaml2 assertion", make(sign_response=False, sign_assertion=True))
    emit("pysaml2 none", make(sign_response=False, sign_assertion=False), "unsigned")
    sealed = {"encrypt_assertion": True, "encrypted_advice_attributes": False, "encrypt_cert_assertion": certificate("sp.cert.pem")}
    # Its template seals the key by PKCS#1 v1.5, which is refused here.
    emit("pysaml2 encrypted", make(sign_response=True, sign_assertion=True, **sealed), "encryption_method")
    emit("pysaml2 encrypted in unsigned", make(sign_response=False, sign_assertion=True, **sealed), "encrypted_in_unsigned")


signxml_cases()
encrypted_cases()
pysaml2_cases()
