//! Every recorded answer of the endpoints that are read: no error, no loss.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use okta::{Client, Fault, Item, Object, Pages, RoleHolder};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::fake::{Fake, Reply, client};

/// One recorded exchange.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) cassette: String,
    pub(crate) request: RecordedRequest,
    pub(crate) response: RecordedResponse,
}

#[derive(Deserialize)]
pub(crate) struct RecordedRequest {
    pub(crate) url: String,
}

#[derive(Deserialize)]
pub(crate) struct RecordedResponse {
    pub(crate) status: u16,
    pub(crate) headers: serde_json::Map<String, serde_json::Value>,
    pub(crate) body: Option<Box<RawValue>>,
}

/// The folder of recordings, or `None` after saying so.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("PORTOLAN_RECORDED_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
    }
    folder
}

pub(crate) fn lines(file: &std::path::Path) -> Vec<Line> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

impl RecordedResponse {
    /// As it came over the wire, without links, whose hosts the recorders changed.
    pub(crate) fn reply(&self, body: String) -> Reply {
        let mut reply = Reply::json(body).status(self.status);
        for name in ["content-type", "date", "x-okta-request-id", "www-authenticate"] {
            if let Some(value) = self.headers.get(name).and_then(serde_json::Value::as_str) {
                reply = reply.header(name, value);
            }
        }
        reply
    }
}

type Raws = Result<Vec<String>, Fault>;
type Reader = fn(Client) -> Pin<Box<dyn Future<Output = Raws>>>;

async fn first<T: Item>(mut pages: Pages<T>, raw: fn(&T) -> String) -> Raws {
    Ok(pages.next().await.unwrap()?.iter().map(raw).collect())
}

fn raw<T>(object: &Object<T>) -> String {
    object.raw.get().to_owned()
}

/// A reader of a list whose objects keep their raw text.
macro_rules! list {
    ($($call:tt)*) => {{
        let read: Reader = |client| Box::pin(async move { first(client.$($call)*, raw).await });
        read
    }};
}

/// A reader of a list whose objects keep no raw text: only their number can be compared.
macro_rules! light {
    ($($call:tt)*) => {{
        let read: Reader = |client| Box::pin(async move { first(client.$($call)*, |_| String::new()).await });
        read
    }};
}

macro_rules! one {
    ($($call:tt)*) => {{
        let read: Reader = |client| Box::pin(async move { Ok(vec![raw(&client.$($call)*.await?)]) });
        read
    }};
}

const USER: RoleHolder<'static> = RoleHolder::User("u");
const GROUP: RoleHolder<'static> = RoleHolder::Group("g");

/// Recordings and what reads them. `wrap` puts a single recorded object into a list first.
#[rustfmt::skip]
pub(crate) fn table() -> Vec<(&'static str, bool, Reader)> {
    vec![
        ("users/GET_api__v1__users", false, list!(users())),
        ("users/GET_api__v1__users__userId", false, one!(user("u"))),
        ("users/GET_api__v1__users__userId__factors", false, list!(factors("u"))),
        ("users/GET_api__v1__users__userId__roles", false, list!(user_roles("u"))),
        ("users/GET_api__v1__users__userId__roles__roleId", true, list!(user_roles("u"))),
        ("users/GET_api__v1__users__userId__roles__roleId__targets__catalog__apps", false, list!(role_app_targets(USER, "r"))),
        ("users/GET_api__v1__users__userId__roles__roleId__targets__groups", false, list!(role_group_targets(USER, "r"))),
        ("groups/GET_api__v1__groups", false, list!(groups())),
        ("groups/GET_api__v1__groups__groupId", false, one!(group("g"))),
        ("groups/GET_api__v1__groups__groupId__apps", false, list!(group_apps("g"))),
        ("groups/GET_api__v1__groups__groupId__owners", false, list!(group_owners("g"))),
        ("groups/GET_api__v1__groups__groupId__roles", false, list!(group_roles("g"))),
        ("groups/GET_api__v1__groups__groupId__roles__roleId", true, list!(group_roles("g"))),
        ("groups/GET_api__v1__groups__groupId__roles__roleId__targets__catalog__apps", false, list!(role_app_targets(GROUP, "r"))),
        ("groups/GET_api__v1__groups__groupId__roles__roleId__targets__groups", false, list!(role_group_targets(GROUP, "r"))),
        ("groups/GET_api__v1__groups__groupId__users", false, list!(group_members("g"))),
        ("groups/GET_api__v1__groups__groupId__users", false, light!(group_member_ids("g"))),
        ("groups/GET_api__v1__groups__rules", false, list!(group_rules())),
        ("groups/GET_api__v1__groups__rules__ruleId", true, list!(group_rules())),
        ("apps/GET_api__v1__apps", false, list!(apps())),
        ("apps/GET_api__v1__apps__appId", false, one!(app("a"))),
        ("apps/GET_api__v1__apps__appId__users", false, light!(app_users("a"))),
        ("apps/GET_api__v1__apps__appId__users__userId", true, light!(app_users("a"))),
        ("apps/GET_api__v1__apps__appId__groups", false, list!(app_groups("a"))),
        ("apps/GET_api__v1__apps__appId__groups__groupId", true, list!(app_groups("a"))),
        ("apps/GET_api__v1__apps__appId__grants", false, list!(app_grants("a"))),
        ("apps/GET_api__v1__apps__appId__grants__grantId", true, list!(app_grants("a"))),
        ("apps/GET_api__v1__apps__appId__credentials__keys", false, list!(app_signing_keys("a"))),
        ("apps/GET_api__v1__apps__appId__credentials__secrets", false, light!(app_secrets("a"))),
        ("api-tokens/GET_api__v1__api-tokens", false, list!(api_tokens())),
        ("api-tokens/GET_api__v1__api-tokens__apiTokenId", true, list!(api_tokens())),
        ("iam/GET_api__v1__iam__assignees__users", false, list!(role_assignees())),
        ("iam/GET_api__v1__iam__roles", false, list!(custom_roles())),
        ("iam/GET_api__v1__iam__roles__roleId__permissions", false, list!(role_permissions("r"))),
        ("iam/GET_api__v1__iam__resource-sets", false, list!(resource_sets())),
        ("iam/GET_api__v1__iam__resource-sets__resourceSetId__resources", false, list!(resource_set_resources("s"))),
        ("iam/GET_api__v1__iam__resource-sets__resourceSetId__bindings", false, list!(resource_set_bindings("s"))),
        ("iam/GET_api__v1__iam__resource-sets__resourceSetId__bindings__bindingId__members", false, list!(binding_members("s", "r"))),
        ("idps/GET_api__v1__idps", false, list!(identity_providers())),
        ("idps/GET_api__v1__idps__idpId", true, list!(identity_providers())),
        ("oauth2-token-clients/GET_oauth2__v1__clients__clientId__roles__roleId", true, list!(client_roles("c"))),
        ("policies/GET_api__v1__policies", false, list!(policies("PASSWORD"))),
        ("policies/GET_api__v1__policies__policyId", true, list!(policies("PASSWORD"))),
        ("policies/GET_api__v1__policies__policyId__rules", false, list!(policy_rules("p"))),
        ("policies/GET_api__v1__policies__policyId__rules__ruleId", true, list!(policy_rules("p"))),
        ("zones/GET_api__v1__zones", false, list!(zones())),
        ("zones/GET_api__v1__zones__zoneId", true, list!(zones())),
        ("org/GET_.well-known__okta-organization", false, one!(well_known())),
        ("org/GET_api__v1__org", false, one!(org())),
        ("org/GET_api__v1__org__privacy__oktaSupport", false, one!(support_access())),
    ]
}

/// The elements of a recorded list as they stand in the recording.
pub(crate) fn elements(body: &str) -> Vec<String> {
    let array = if body.starts_with('{') {
        let members: std::collections::BTreeMap<String, Box<RawValue>> = serde_json::from_str(body).unwrap();
        let list = [
            "value",
            "roles",
            "permissions",
            "resource-sets",
            "resources",
            "members",
        ]
        .iter()
        .find_map(|name| members.get(*name).filter(|value| value.get().starts_with('[')));
        match list {
            Some(list) if members.contains_key("_links") || members.len() == 1 => list.get().to_owned(),
            _ => return vec![body.to_owned()],
        }
    } else {
        body.to_owned()
    };
    let parts: Vec<Box<RawValue>> = serde_json::from_str(&array).unwrap();
    parts.into_iter().map(|part| part.get().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn every_recorded_answer_is_read_without_error_or_loss() {
    let Some(folder) = folder() else { return };
    let (mut answers, mut objects, mut refusals) = (0, 0, 0);
    for (file, wrap, read) in table() {
        for line in lines(&folder.join(format!("okta/recorded/{file}.ndjson"))) {
            let body = line.response.body.as_ref().map_or("", |body| body.get());
            let good = line.response.status == 200;
            let body = if good && wrap {
                format!("[{body}]")
            } else {
                body.to_owned()
            };
            let client = client(Fake::script(vec![line.response.reply(body.clone())]));
            let result = read(client).await;
            answers += 1;
            match result {
                Ok(raws) => {
                    assert!(good, "{file}: {}", line.response.status);
                    let expected = elements(&body);
                    assert_eq!(raws.len(), expected.len(), "{file}");
                    objects += raws.len();
                    let kept = raws.iter().zip(&expected).filter(|(raw, _)| !raw.is_empty());
                    kept.for_each(|(raw, expected)| assert_eq!(raw, expected, "{file}"));
                }
                Err(fault) => {
                    assert!(!good, "{file} {}: {fault}", line.request.url);
                    refusals += 1;
                    let told: serde_json::Value = serde_json::from_str(&body).unwrap();
                    assert_eq!(fault.code.as_deref(), told["errorCode"].as_str(), "{file}");
                }
            }
        }
    }
    println!("{answers} answers, {objects} objects, {refusals} refusals");
    assert!(
        answers > 2_500 && objects > 5_000,
        "{answers} answers, {objects} objects"
    );
}

#[tokio::test(start_paused = true)]
async fn every_recorded_event_is_read_without_loss() {
    let Some(folder) = folder() else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("okta/events")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|kind| kind != "ndjson") {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let members: std::collections::BTreeMap<String, Box<RawValue>> =
                serde_json::from_str(line).unwrap();
            let event = members["event"].get();
            // Trimmed examples have no id of their own.
            if !event.contains("\"uuid\"") {
                continue;
            }
            let reply = Reply::json(format!("[{event}]")).next("/api/v1/logs?after=1_1");
            let client = client(Fake::script(vec![reply]));
            let mut pages = client.logs(&okta::LogStart::Since(okta::Moment(0))).unwrap();
            let events = pages.next().await.unwrap().unwrap();
            assert_eq!(events[0].raw.get(), event);
            assert_eq!(pages.position(), "/api/v1/logs?after=1_1");
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}
