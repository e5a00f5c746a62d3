//! Second factors of users: listed, enrolled, activated and reset.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::{text, users};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.users.read";
const MANAGE: &str = "okta.users.credentials.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/users/{}/factors", READ, list),
    write("POST", "/api/v1/users/{}/factors", MANAGE, enroll),
    read("GET", "/api/v1/users/{}/factors/catalog", READ, catalog),
    read("GET", "/api/v1/users/{}/factors/questions", READ, questions),
    read("GET", "/api/v1/users/{}/factors/{}", READ, get),
    write(
        "POST",
        "/api/v1/users/{}/factors/{}/lifecycle/{}",
        MANAGE,
        activate,
    ),
    write("DELETE", "/api/v1/users/{}/factors/{}", MANAGE, unenroll),
];

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, READ)?;
    let rows: Vec<Value> = org
        .docs
        .list(&collection(&user.id))
        .cloned()
        .map(Value::Object)
        .collect();
    Ok(Reply::json(Value::Array(rows)))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, READ)?;
    Ok(Reply::json(Value::Object(
        find(org, &user.id, call.param(1))?.clone(),
    )))
}

/// Factors that the person could enrol.
fn catalog(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = users::within(org, call, READ)?;
    let enroll = format!("{{{{org}}}}/api/v1/users/{}/factors", user.id);
    let kinds = [
        ("push", "OKTA"),
        ("token:software:totp", "GOOGLE"),
        ("sms", "OKTA"),
        ("email", "OKTA"),
        ("webauthn", "FIDO"),
    ];
    let rows: Vec<Value> = kinds
        .iter()
        .map(|(kind, provider)| {
            let held = org
                .docs
                .list(&collection(&user.id))
                .any(|factor| text(factor, "factorType") == Some(kind));
            json!({
                "factorType": kind, "provider": provider, "vendorName": provider, "enrollment": "OPTIONAL",
                "status": if held { "ACTIVE" } else { "NOT_SETUP" },
                "_links": {"enroll": {"href": enroll, "hints": {"allow": ["POST"]}}},
            })
        })
        .collect();
    Ok(Reply::json(Value::Array(rows)))
}

/// Questions that Okta offers: key and text.
const QUESTIONS: &[(&str, &str)] = &[
    ("disliked_food", "What is the food you least liked as a child?"),
    (
        "name_of_first_plush_toy",
        "What is the name of your first stuffed animal?",
    ),
    ("first_award", "What did you earn your first medal or award for?"),
    (
        "favorite_security_question",
        "What is your favorite security question?",
    ),
    (
        "favorite_toy",
        "What is the toy/stuffed animal you liked the most as a kid?",
    ),
    (
        "first_computer_game",
        "What was the first computer game you played?",
    ),
    ("favorite_movie_quote", "What is your favorite movie quote?"),
    (
        "first_sports_team_mascot",
        "What was the mascot of the first sports team you played on?",
    ),
    (
        "first_music_purchase",
        "What music album or song did you first purchase?",
    ),
    ("favorite_art_piece", "What is your favorite piece of art?"),
    (
        "grandmother_favorite_desert",
        "What was your grandmother's favorite dessert?",
    ),
    (
        "first_thing_cooked",
        "What was the first thing you learned to cook?",
    ),
    ("childhood_dream_job", "What was your dream job as a child?"),
    (
        "place_where_significant_other_was_met",
        "Where did you meet your spouse/significant other?",
    ),
    (
        "favorite_vacation_location",
        "Where did you go for your favorite vacation?",
    ),
    (
        "new_years_two_thousand",
        "Where were you on New Year's Eve in the year 2000?",
    ),
    ("favorite_speaker_actor", "Who is your favorite speaker/orator?"),
    (
        "favorite_book_movie_character",
        "Who is your favorite book/movie character?",
    ),
    ("favorite_sports_player", "Who is your favorite sports player?"),
];

fn questions(org: &Org, call: &Call<'_>) -> Answer {
    users::within(org, call, READ)?;
    let row = |(key, words): &(&str, &str)| json!({"question": key, "questionText": words});
    Ok(Reply::json(QUESTIONS.iter().map(row).collect()))
}

fn enroll(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = users::within(org, call, MANAGE)?;
    let owner = user.id.to_string();
    let mut body = call.object()?;
    let kind = text(&body, "factorType").unwrap_or_default().to_owned();
    let provider = text(&body, "provider").unwrap_or_default().to_owned();
    if kind.is_empty() || provider.is_empty() {
        return Err(Refusal::validation(
            "factorEnrollRequest",
            "factorEnrollRequest: Invalid request",
        ));
    }
    let already = |factor: &Object| {
        text(factor, "factorType") == Some(&kind) && text(factor, "provider") == Some(&provider)
    };
    if kind != "webauthn" && org.docs.list(&collection(&owner)).any(already) {
        return Err(Refusal::validation(
            "factorEnrollRequest",
            "A factor of this type is already set up.",
        ));
    }
    let prefix = match kind.as_str() {
        "sms" => "mbl",
        "call" => "clf",
        "email" => "emf",
        "question" => "ufs",
        "webauthn" => "fwf",
        "token:software:totp" => "uft",
        _ => "opf",
    };
    let id = org.mint.id(prefix);
    let active = call.flag("activate", false) || kind == "question";
    let at = call.now.to_string();
    let own = format!("{{{{org}}}}/api/v1/users/{owner}");
    for secret in ["passCode", "activation", "verify"] {
        body.remove(secret);
    }
    if let Some(profile) = body.get_mut("profile").and_then(Value::as_object_mut) {
        profile.remove("answer");
        let words = profile
            .get("question")
            .and_then(Value::as_str)
            .and_then(|asked| QUESTIONS.iter().find(|(key, _)| *key == asked));
        if let Some((_, words)) = words {
            profile.entry("questionText").or_insert_with(|| json!(words));
        }
    }
    let mut links = json!({
        "self": {"href": format!("{own}/factors/{id}"), "hints": {"allow": ["GET", "DELETE"]}},
        "user": {"href": own, "hints": {"allow": ["GET"]}},
    });
    if kind == "question" {
        links["questions"] = json!({"href": format!("{own}/factors/questions"), "hints": {"allow": ["GET"]}});
    }
    if !active {
        links["activate"] =
            json!({"href": format!("{own}/factors/{id}/lifecycle/activate"), "hints": {"allow": ["POST"]}});
    }
    for (member, value) in [
        ("id", json!(id)),
        ("vendorName", json!(provider)),
        (
            "status",
            json!(if active { "ACTIVE" } else { "PENDING_ACTIVATION" }),
        ),
        ("created", json!(at)),
        ("lastUpdated", json!(at)),
        ("_links", links),
    ] {
        body.insert(member.to_owned(), value);
    }
    org.docs.put(&collection(&owner), &id, body.clone());
    if active {
        log(org, call, ordinal, "user.mfa.factor.activate", &kind);
    }
    Ok(Reply::json(Value::Object(body)))
}

fn activate(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = users::within(org, call, MANAGE)?;
    let owner = user.id.to_string();
    let kind = text(find(org, &owner, call.param(1))?, "factorType")
        .unwrap_or_default()
        .to_owned();
    if call.param(2) != "activate" {
        return Err(Refusal::not_found(call.param(2), "Endpoint"));
    }
    if let Some(factor) = org.docs.get_mut(&collection(&owner), call.param(1)) {
        factor.insert("status".to_owned(), json!("ACTIVE"));
        factor.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
        if let Some(links) = factor.get_mut("_links").and_then(Value::as_object_mut) {
            links.remove("activate");
        }
    }
    log(org, call, ordinal, "user.mfa.factor.activate", &kind);
    Ok(Reply::json(Value::Object(
        find(org, &owner, call.param(1))?.clone(),
    )))
}

fn unenroll(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = users::within(org, call, MANAGE)?;
    let owner = user.id.to_string();
    let kind = text(find(org, &owner, call.param(1))?, "factorType")
        .unwrap_or_default()
        .to_owned();
    org.docs.remove(&collection(&owner), call.param(1));
    log(org, call, ordinal, "user.mfa.factor.deactivate", &kind);
    Ok(Reply::none())
}

fn collection(user: &str) -> String {
    format!("users/{user}/factors")
}

fn find<'o>(org: &'o Org, user: &str, id: &str) -> Result<&'o Object, Refusal> {
    org.docs
        .get(&collection(user), id)
        .ok_or_else(|| Refusal::not_found(id, "UserFactor"))
}

fn log(org: &mut Org, call: &Call<'_>, user: u32, event: &str, kind: &str) {
    let mut debug = Object::new();
    debug.insert("factor".to_owned(), json!(kind.to_uppercase().replace(':', "_")));
    let target = Target::user(org, user);
    org.log_event_with(call, event, &[target], debug);
}
