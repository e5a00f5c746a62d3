use super::*;
use crate::fixture;

const WORLD: &str = r#"
    user alice@acme.example name="Alice Liddell" email=alice@acme.example title="Head of Looking" department=Eng
    user bob@acme.example email=bob@mail.example ordinal=7
    user bob@other.example STAGED manager="Alice \ Liddell"
    group eng APP_GROUP description=Engineers: *
    group everyone BUILT_IN: *
    app GitHub catalog=github client_id=0oaclient
    app worker service
    role SUPER_ADMIN: alice@acme.example
    custom-role reset: okta.users.manage okta.users.read
    resource-set people: users
    role reset: alice@acme.example in people
    role APP_ADMIN: bob@acme.example over unseen:0oagone catalog:nothing
    token ci: alice@acme.example
    secret s1: worker
    policy default PASSWORD
    zone office
    idp corp OIDC
    rule r if="user.x == \"y\"": eng
"#;

fn graph() -> Graph {
    fixture::graph(&WORLD.replace("\\\"", "'")).unwrap()
}

fn found(graph: &Graph, text: &str) -> Vec<String> {
    graph
        .lookup(text)
        .map(|node| graph.name(node).to_owned())
        .collect()
}

#[test]
fn every_node_has_kind_names_labels_and_properties() {
    let graph = graph();
    let line = |node: NodeIx| {
        let kind = graph.kind(node);
        let aliases: Vec<&str> = graph.aliases(node).collect();
        format!(
            "{} {} | {} | {} | {} | {} | {}\n",
            kind.word(),
            kind.sub_kind(),
            graph.id(node),
            graph.name(node),
            aliases.join(", "),
            graph.label_set_json(graph.label_set(node)),
            graph.properties_json(node)
        )
    };
    let told: String = graph.nodes().map(line).collect();
    insta::assert_snapshot!(told, @r#"
    organization okta_org | okta/acme.okta.com/00oacme | Acme | 00oacme, acme.okta.com | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"url":"https://acme.okta.com"}
    identity okta_user | okta/acme.okta.com/00ualice@acme.example | alice@acme.example | 00ualice@acme.example, Alice Liddell, alice | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","login":"alice@acme.example","email":"alice@acme.example","display_name":"Alice Liddell","title":"Head of Looking","department":"Eng"}
    identity okta_user | okta/acme.okta.com/00ubob@other.example | bob@other.example | 00ubob@other.example | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"STAGED","login":"bob@other.example","manager":"Alice \\ Liddell"}
    identity okta_user | okta/acme.okta.com/00ubob@acme.example | bob@acme.example | 00ubob@acme.example, bob@mail.example | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","login":"bob@acme.example","email":"bob@mail.example"}
    identity_group okta_group | okta/acme.okta.com/00geng | eng | 00geng | {"okta/group-type":"APP_GROUP","okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"type":"APP_GROUP","description":"Engineers"}
    identity_group okta_group | okta/acme.okta.com/00geveryone | everyone | 00geveryone | {"okta/group-type":"BUILT_IN","okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"type":"BUILT_IN"}
    resource okta_app | okta/acme.okta.com/0oaGitHub | GitHub | 0oaGitHub, github, 0oaclient | {"okta/app-name":"github","okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","name":"github","client_id":"0oaclient","is_service":false}
    identity service_app | okta/acme.okta.com/0oaworker | worker | 0oaworker | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","is_service":true}
    action okta_role | okta/acme.okta.com/APP_ADMIN | App Admin | APP_ADMIN | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"is_custom":false}
    action okta_role | okta/acme.okta.com/SUPER_ADMIN | Super Admin | SUPER_ADMIN | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"is_custom":false}
    action okta_role | okta/acme.okta.com/cr0reset | reset | cr0reset | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"is_custom":true,"permissions":["okta.users.manage","okta.users.read"]}
    resource_group okta_resource_set | okta/acme.okta.com/iampeople | people | iampeople | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"resources":["orn:okta:directory:00oacme:users"]}
    credential api_token | okta/acme.okta.com/00Tci | ci | 00Tci | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"owner_id":"00ualice@acme.example","owner":"alice@acme.example","owner_status":"ACTIVE"}
    credential client_secret | okta/acme.okta.com/ocss1 | ocss1 |  | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE"}
    resource okta_group_rule | okta/acme.okta.com/0prr | r | 0prr | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","expression":"user.x == 'y'","target_groups":["00geng"]}
    resource okta_identity_provider | okta/acme.okta.com/0oaidpcorp | corp | 0oaidpcorp | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","type":"OIDC"}
    resource okta_policy | okta/acme.okta.com/00pdefault | default | 00pdefault | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","type":"PASSWORD","is_system":false}
    resource okta_network_zone | okta/acme.okta.com/nzooffice | office | nzooffice | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {"status":"ACTIVE","type":"IP","usage":"POLICY"}
    resource okta_unseen | okta/acme.okta.com/0oagone | 0oagone |  | {"okta/org":"https://acme.okta.com","teleport.dev/origin":"okta"} | {}
    "#);
}

#[test]
fn names_aliases_and_ids_are_found_exactly() {
    let graph = graph();
    for text in [
        "alice@acme.example",
        "Alice Liddell",
        "alice",
        "00ualice@acme.example",
    ] {
        assert_eq!(found(&graph, text), ["alice@acme.example"], "{text}");
    }
    assert_eq!(found(&graph, "bob@mail.example"), ["bob@acme.example"]);
    for text in ["github", "0oaclient", "0oaGitHub", "okta/acme.okta.com/0oaGitHub"] {
        assert_eq!(found(&graph, text), ["GitHub"], "{text}");
    }
    assert_eq!(found(&graph, "SUPER_ADMIN"), ["Super Admin"]);
    assert_eq!(found(&graph, "acme.okta.com"), ["Acme"]);
    for text in [
        "ALICE",
        "bob",
        "",
        "okta/acme.okta.com/GitHub",
        "okta/other.okta.com/0oaGitHub",
        "nobody",
    ] {
        assert!(found(&graph, text).is_empty(), "{text}");
    }
}

#[test]
fn a_login_before_the_at_sign_is_an_alias_only_where_it_is_unique() {
    let graph = fixture::graph(
        "user ann@a.example\nuser ann@b.example\nuser joe@a.example\nuser joe\nuser eve@a.example",
    )
    .unwrap();
    assert!(found(&graph, "ann").is_empty());
    assert_eq!(found(&graph, "joe"), ["joe"]);
    assert_eq!(found(&graph, "eve"), ["eve@a.example"]);
}

#[test]
fn ids_and_ordinals_lead_back_to_their_nodes() {
    let graph = graph();
    for node in graph.nodes() {
        assert_eq!(graph.by_id(graph.id(node)), Some(node));
        assert_eq!(
            graph.by_native_id(graph.kind(node), graph.native_id(node)),
            Some(node)
        );
        if let Some(ordinal) = graph.ordinal(node) {
            assert_eq!(graph.by_ordinal(graph.kind(node), ordinal), Some(node));
        }
        assert!(graph.nodes_of(graph.kind(node)).any(|other| other == node));
    }
    assert_eq!(graph.by_ordinal(NodeKind::User, 1), None);
    assert_eq!(graph.by_ordinal(NodeKind::User, 8), None);
    assert_eq!(graph.by_ordinal(NodeKind::Organization, 0), None);
    assert_eq!(graph.by_id("alice"), None);
}

#[test]
fn spans_point_at_the_same_text() {
    let graph = graph();
    let bytes = graph.arena_bytes();
    let text = |(offset, len): (u32, u32)| {
        std::str::from_utf8(&bytes[offset as usize..(offset + len) as usize])
            .unwrap()
            .to_owned()
    };
    for node in graph.nodes() {
        assert_eq!(text(graph.name_span(node)), graph.name(node));
        assert_eq!(text(graph.id_span(node)), graph.id(node));
        assert_eq!(
            &text(graph.id_span(node))[graph.id_prefix_len() as usize..],
            graph.native_id(node)
        );
    }
    for action in (0..graph.action_count()).map(|at| crate::ActionIx(at as u16)) {
        assert_eq!(text(graph.action_name_span(action)), graph.action_name(action));
    }
}

#[test]
fn labels_are_found_by_containment() {
    let graph = graph();
    let names = |wanted: &[(&str, &str)]| {
        graph
            .nodes_with_labels(wanted)
            .map(|node| graph.name(node).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&[("okta/group-type", "BUILT_IN")]), ["everyone"]);
    assert_eq!(
        names(&[("okta/app-name", "github"), ("teleport.dev/origin", "okta")]),
        ["GitHub"]
    );
    assert_eq!(
        names(&[("okta/org", "https://acme.okta.com")]).len(),
        graph.node_count()
    );
    assert!(names(&[("okta/org", "https://other.okta.com")]).is_empty());
    assert_eq!(names(&[]).len(), graph.node_count());
}

#[test]
fn words_name_their_kinds() {
    for kind in NodeKind::ALL {
        assert_eq!(NodeKind::from_sub_kind(kind.sub_kind()), Some(kind));
    }
}

#[test]
fn memory_is_accounted_for() {
    let graph = graph();
    let memory = graph.memory();
    assert!(memory.text > 0 && memory.nodes > 0 && memory.links > 0 && memory.lookup > 0 && memory.admin > 0);
    graph.standing_privileges_of_all();
    assert!(graph.memory().cached >= graph.node_count() * 4);
    assert!(graph.memory().total() > memory.total());
}
