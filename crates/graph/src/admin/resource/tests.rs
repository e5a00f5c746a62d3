use super::*;

#[test]
fn orns_and_addresses_name_the_same_things() {
    for (name, resource) in [
        ("orn:okta:directory:00o1:users", Resource::AllUsers),
        ("orn:okta:directory:00o1:users:00u1", Resource::User("00u1")),
        ("orn:oktapreview:directory:00o1:groups", Resource::AllGroups),
        ("orn:okta:directory:00o1:groups:00g1", Resource::Group("00g1")),
        (
            "orn:okta:directory:00o1:groups:00g1:contained_resources",
            Resource::GroupMembers("00g1"),
        ),
        ("orn:okta:idp:00o1:apps", Resource::AllApps),
        ("orn:okta:idp:00o1:apps:oidc_client:0oa1", Resource::App("0oa1")),
        ("orn:okta:idp:00o1:apps:0oa1", Resource::App("0oa1")),
        ("orn:okta:idp:00o1:apps:slack", Resource::CatalogApp("slack")),
        ("orn:okta:governance:00o1:entitlement-values:x", Resource::Other),
        ("https://acme.okta.com/api/v1/users", Resource::AllUsers),
        (
            "https://acme.okta.com/api/v1/groups/00g1",
            Resource::Group("00g1"),
        ),
        (
            "https://acme.okta.com/api/v1/groups/00g1/users",
            Resource::GroupMembers("00g1"),
        ),
        ("https://acme.okta.com/api/v1/apps/0oa1/", Resource::App("0oa1")),
        ("https://acme.okta.com/api/v1/idps", Resource::Other),
        ("", Resource::Other),
    ] {
        assert_eq!(Resource::parse(name), resource, "{name}");
    }
}
