use super::{changed, planned, stands};
use crate::cli::{NumberOrNone, SyncPeople, SyncSet};
use serde_json::json;

#[test]
fn what_is_not_named_stays() {
    let known = json!({"enabled": false, "scope": "app", "app": "Portolan", "groups": [], "role": "okta-requester",
        "brake_percent": 20, "purge_days": 30});
    assert_eq!(changed(&known, &SyncSet::default()), known);
    let set = SyncSet {
        start: true,
        people: Some(SyncPeople::Groups),
        groups: vec!["IT-*".to_owned()],
        role: Some(String::new()),
        brake_count: Some(NumberOrNone(Some(50))),
        ..SyncSet::default()
    };
    assert_eq!(
        changed(&known, &set),
        json!({"enabled": true, "scope": "groups", "app": "Portolan", "groups": ["IT-*"], "role": null,
            "brake_percent": 20, "brake_count": 50, "purge_days": 30})
    );
}

#[test]
fn a_plan_is_told_with_all_that_keeps_it_back() {
    let told = planned(&json!({
        "counts": {"create": 2, "lock": 60}, "names": {"create": ["ann", "bob"], "lock": ["cy"]},
        "clashes": [{"name": "dee", "okta_id": "00u1", "taken_by": "local"}], "withheld": 3,
        "held": {"removals": 60, "active": 100, "percent": 20, "count": 50}, "hash": "ab12", "fault": null,
    }));
    assert_eq!(
        told,
        "create 2: ann, bob\nlock 60: cy, …\nclash: dee (00u1) is the name of somebody of local here\n\
         3 removals are left out: the scan did not read everything\n\
         it would be held: 60 of 100 active people would be locked, 20 % and 50 may be\n\
         hash for --approve: ab12\n"
    );
    assert_eq!(planned(&json!({"counts": {}, "fault": null})), "nothing to do\n");
    let later = planned(&json!({
        "counts": {"create": 0, "deactivate": 0}, "fault": null, "hash": "", "later": 3, "later_names": ["ann", "bob"],
        "held": {"removals": 3, "active": 4, "percent": 20, "count": null},
    }));
    assert_eq!(
        later,
        "nothing to do now\n\
         3 more are removed later: SCIM spoke of them in the last two minutes, or since the scan: ann, bob, …\n\
         it would be held: 3 of 4 active people would be locked, 20 % may be\n"
    );
    assert_eq!(
        planned(&json!({"counts": {}, "fault": "no app"})),
        "no plan: no app\n"
    );
}

#[test]
fn how_it_stands_names_whose_people_they_are() {
    let told = stands(&json!({
        "settings": {"enabled": true, "scope": "groups", "groups": ["IT-*"], "role": null, "brake_percent": 20,
            "purge_days": 30},
        "runs": [{"outcome": "held", "started_at": "2026-01-31T10:00:00Z", "woken_by": "scan",
            "plan": {"counts": {"lock": 60}}}],
        "is_held": true,
    }));
    assert!(told.contains("people            members of IT-*"), "{told}");
    assert!(
        told.contains("held              2026-01-31T10:00:00Z by scan, lock 60"),
        "{told}"
    );
    assert!(told.contains("waits for somebody"), "{told}");
}
