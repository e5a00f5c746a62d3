//! What a reader of a result must know: an empty table may be one that nothing fills yet, or one that the scan
//! could not read.

use datafusion::sql::sqlparser::ast::{ObjectName, Statement};
use domain::facts::{ObjectClass, Reading};

use crate::catalogue::{self, Rows};
use crate::error::QueryError;
use crate::statement::{Look, look, split_table_name};
use crate::tables::lists_wide_edges;
use crate::world::World;

/// Names of the tables that `statement` reads.
pub(crate) fn tables_in(statement: &Statement) -> Vec<String> {
    let mut names = Names::default();
    // It never says that something is wrong.
    let _ = look(statement, &mut names);
    names.0
}

#[derive(Default)]
struct Names(Vec<String>);

impl Look for Names {
    fn relation(&mut self, relation: &ObjectName) -> Result<(), QueryError> {
        if let Some(name) = relation.0.last().and_then(|part| part.as_ident()) {
            let name = split_table_name(&name.value).0.to_lowercase();
            if catalogue::table(&name).is_some() && !self.0.contains(&name) {
                self.0.push(name);
            }
        }
        Ok(())
    }
}

/// What is to be said about results from `tables`.
pub(crate) fn notices(tables: &[String], world: &World) -> Vec<String> {
    let mut notices = Vec::new();
    for name in tables {
        if let Some(Rows::Planned(why)) = catalogue::table(name).map(|table| table.rows) {
            notices.push(format!("`{name}` is empty: {why}"));
        }
    }
    if tables.iter().any(|name| name == "edges") && !lists_wide_edges(&world.graph) {
        notices.push(
            "what a role allows over everybody in the organization is listed where `from_name`, `to_name` or their ids \
             are compared with one value"
                .to_owned(),
        );
    }
    let coverage = world.graph.coverage();
    for class in ObjectClass::ALL {
        let told = coverage.of(class).filter(|told| told.reading != Reading::Whole);
        let Some(told) = told.filter(|_| tables.iter().any(|name| reads(name, class))) else {
            continue;
        };
        let how = match told.reading {
            Reading::NotRead(_) => "could not be read",
            _ => "could be read in part only",
        };
        let why = told.reading.reason().unwrap_or_default();
        notices.push(format!(
            "{} {how}, so rows may be missing: {why}",
            class.as_str().replace('_', " ")
        ));
    }
    notices
}

/// Whether rows of `table` are made of objects of `class`.
fn reads(table: &str, class: ObjectClass) -> bool {
    use ObjectClass as C;
    let classes: &[ObjectClass] = match table {
        "access_path" | "identities" | "edges" => &[
            C::Users,
            C::Groups,
            C::Apps,
            C::Roles,
            C::ResourceSets,
            C::UserRoles,
            C::GroupRoles,
            C::ClientRoles,
            C::ApiTokens,
            C::Memberships,
            C::AppGroups,
            C::AppUsers,
            C::Grants,
        ],
        "nodes" => &C::ALL,
        "okta_users" => &[C::Users],
        "okta_groups" => &[C::Groups],
        "okta_apps" => &[C::Apps],
        "okta_group_members" => &[C::Users, C::Groups, C::Memberships],
        "okta_app_assignments" => &[C::Users, C::Apps, C::AppUsers],
        "okta_app_groups" => &[C::Groups, C::Apps, C::AppGroups],
        "okta_roles" => &[C::Roles],
        "okta_role_assignments" | "okta_role_targets" => &[C::UserRoles, C::GroupRoles, C::ClientRoles],
        "okta_resource_sets" => &[C::ResourceSets],
        "okta_api_tokens" => &[C::ApiTokens],
        "okta_group_rules" => &[C::GroupRules],
        "okta_group_owners" => &[C::GroupOwners],
        "okta_grants" => &[C::Grants],
        "okta_client_secrets" => &[C::ClientSecrets],
        "okta_client_keys" => &[C::ClientKeys],
        "okta_identity_providers" => &[C::IdentityProviders],
        "okta_policies" | "okta_policy_rules" => &[C::Policies],
        "okta_network_zones" => &[C::NetworkZones],
        _ => &[],
    };
    classes.contains(&class)
}
