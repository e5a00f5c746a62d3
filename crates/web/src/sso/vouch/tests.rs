use store::state::PersonOrigin::{self, Local, Okta, SingleSignOn};

use super::{Home, may_vouch};
use crate::connectors::Space;

fn space(connector: &str, org: Option<&str>) -> Space {
    Space {
        connector: connector.to_owned(),
        org: org.map(str::to_owned),
    }
}

#[test]
fn a_connector_vouches_for_people_of_its_organization_and_for_its_own() {
    let (acme, other) = ("https://acme.okta.com", "https://other.okta.com");
    let okta = space("okta", Some(acme));
    let beside = space("okta-oidc", Some(acme));
    let foreign = space("contractor", Some(other));
    let nowhere = space("bare", None);
    let connected = [acme.to_owned()];
    type Case<'a> = (
        &'a Space,
        PersonOrigin,
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a Space>,
        bool,
    );
    let cases: [Case<'_>; 15] = [
        // People of the organization.
        (&okta, Okta, Some(acme), None, None, true),
        (
            &okta,
            Okta,
            Some("https://ACME.okta.com/"),
            Some("contractor"),
            None,
            true,
        ),
        (&beside, Okta, Some(acme), Some("okta"), None, true),
        (&foreign, Okta, Some(acme), None, None, false),
        (
            &foreign,
            Okta,
            Some(acme),
            Some("contractor"),
            Some(&foreign),
            false,
        ),
        (&foreign, Okta, Some(other), None, None, true),
        (&nowhere, Okta, Some(acme), None, None, false),
        (&nowhere, Okta, None, None, None, false),
        (&okta, Okta, Some("http://acme.okta.com"), None, None, false),
        // People whom a connector brought.
        (&okta, SingleSignOn, None, Some("okta"), Some(&okta), true),
        (&beside, SingleSignOn, None, Some("okta"), Some(&okta), true),
        (&foreign, SingleSignOn, None, Some("okta"), Some(&okta), false),
        (
            &okta,
            SingleSignOn,
            None,
            Some("contractor"),
            Some(&foreign),
            false,
        ),
        (&okta, SingleSignOn, None, Some("gone"), None, false),
        // Refused elsewhere, with a reason of its own.
        (&foreign, Local, None, None, None, true),
    ];
    for (number, (by, origin, org_url, connector, before, may)) in cases.into_iter().enumerate() {
        let home = Home {
            origin,
            org_url,
            connector,
        };
        assert_eq!(
            may_vouch(by, home, before, &connected),
            may,
            "{number}: {by:?} {home:?}"
        );
    }
    // Two tenants of a provider whose tenants share an address are two organizations: only a connected one tells.
    let (one, two) = (
        space("one", Some("https://login.example")),
        space("two", Some("https://login.example")),
    );
    let home = Home {
        origin: SingleSignOn,
        org_url: None,
        connector: Some("one"),
    };
    assert!(!may_vouch(&two, home, Some(&one), &connected));
}
