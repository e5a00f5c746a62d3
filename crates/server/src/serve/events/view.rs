//! Events as pages see them.

use activity::correlate::{Account, Correlator};
use activity::event::{Field, Source, View as _};
use activity::normalise::time::to_text;
use archive::Event;
use center::event_id;
use domain::Timestamp;
use web::view::EventView;

/// One event; its raw text only when asked for.
pub(super) fn view(event: &Event, with_raw: bool, people: &Correlator) -> EventView {
    let text = |field| event.get(field);
    let told = |field| event.get(field).unwrap_or_default();
    let number = |field| event.number(field);
    let whole = |field| number(field).map(|number| number as u32);
    let items = |field: Field| -> Vec<String> {
        event
            .row()
            .map(|row| row.items(field).map(str::to_owned).collect())
            .unwrap_or_default()
    };
    let (source, org, uid) = (told(Field::Source), told(Field::SourceOrg), told(Field::Uid));
    let id = event_id(&source, &org, &uid);
    let account = Source::of_word(&source).and_then(|source| {
        Some(Account {
            source,
            org: org.clone(),
            id: text(Field::ActorId).or(text(Field::ActorName))?,
        })
    });
    let person = account.and_then(|account| people.link(&account));
    EventView {
        id,
        person: person.map(|link| link.person).or_else(|| text(Field::IdentityId)),
        event_time: told(Field::EventTime),
        event_date: told(Field::EventDate),
        ingest_time: told(Field::IngestTime),
        source,
        source_org: org,
        source_part: text(Field::SourcePart),
        uid,
        event_type: told(Field::EventType),
        class_uid: whole(Field::ClassUid).unwrap_or_default(),
        activity_id: whole(Field::ActivityId).unwrap_or_default(),
        action: told(Field::Action),
        status: told(Field::Status),
        status_detail: text(Field::StatusDetail),
        severity_id: whole(Field::SeverityId).unwrap_or_default(),
        actor_id: text(Field::ActorId),
        actor_name: text(Field::ActorName),
        actor_kind: text(Field::ActorKind),
        identity_id: text(Field::IdentityId),
        credential_id: text(Field::CredentialId),
        session_id: text(Field::SessionId),
        session_root: text(Field::SessionRoot),
        on_behalf_of: text(Field::OnBehalfOf),
        auth_method: text(Field::AuthMethod),
        is_mfa: event.truth(Field::IsMfa),
        idp_id: text(Field::IdpId),
        ip: text(Field::Ip),
        country: text(Field::Country),
        region: text(Field::Region),
        city: text(Field::City),
        latitude: number(Field::Latitude),
        longitude: number(Field::Longitude),
        asn: whole(Field::Asn),
        as_org: text(Field::AsOrg),
        is_anonymiser: event.truth(Field::IsAnonymiser),
        user_agent: text(Field::UserAgent),
        ua_family: text(Field::UaFamily),
        device_id: text(Field::DeviceId),
        target_id: text(Field::TargetId),
        target_name: text(Field::TargetName),
        target_kind: text(Field::TargetKind),
        target_ids: items(Field::TargetIds),
        changes: text(Field::Changes),
        risk_level: text(Field::RiskLevel),
        signals: items(Field::Signals),
        raw: text(Field::Raw).filter(|_| with_raw),
    }
}

/// A moment of the archive, in microseconds, as text.
pub(super) fn moment_text(us: i64) -> String {
    to_text(activity::event::Moment(us))
}

/// A time of the state as text.
pub(super) fn text_of(time: Timestamp) -> String {
    web::view::time_text(time)
}
