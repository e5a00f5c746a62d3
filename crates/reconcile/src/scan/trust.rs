//! Identity providers, policies with their rules, network zones.

use super::ScanError;
use super::context::{Context, Tally};
use super::directory::time;
use domain::facts::{FactSink, IdentityProvider, NetworkZone, ObjectClass, Policy, PolicyRule, Rows};
use okta::{Fault, FaultKind, Object, POLICY_TYPES};

/// Reads all three classes, one after the other: they are small.
pub(super) async fn all<S: FactSink>(context: &Context<'_, S>) -> Result<(), ScanError> {
    identity_providers(context).await?;
    zones(context).await?;
    policies(context).await
}

pub(super) async fn identity_providers<S: FactSink>(context: &Context<'_, S>) -> Result<(), ScanError> {
    let class = ObjectClass::IdentityProviders;
    context.begin(class, None);
    let providers = match context.client(class).identity_providers().all().await {
        Ok(providers) => providers,
        Err(fault) => return context.end(class, Err(fault)),
    };
    for provider in &providers {
        let row = IdentityProvider {
            id: &provider.id,
            name: &provider.name,
            provider_type: &provider.provider_type,
            status: &provider.status,
            provisioning: provider.policy.provisioning.action.as_deref(),
            account_link: provider.policy.account_link.action.as_deref(),
            created: time(provider.created),
            last_updated: time(provider.last_updated),
            raw: provider.raw.get(),
        };
        context.put(class, Rows::IdentityProviders(&[row]))?;
        context.step(class, 1);
    }
    context.end(class, Ok(Tally::default()))
}

pub(super) async fn zones<S: FactSink>(context: &Context<'_, S>) -> Result<(), ScanError> {
    let class = ObjectClass::NetworkZones;
    context.begin(class, None);
    let zones = match context.client(class).zones().all().await {
        Ok(zones) => zones,
        Err(fault) => return context.end(class, Err(fault)),
    };
    for zone in &zones {
        let row = NetworkZone {
            id: &zone.id,
            name: &zone.name,
            zone_type: &zone.zone_type,
            status: &zone.status,
            usage: &zone.usage,
            created: time(zone.created),
            last_updated: time(zone.last_updated),
            raw: zone.raw.get(),
        };
        context.put(class, Rows::NetworkZones(&[row]))?;
        context.step(class, 1);
    }
    context.end(class, Ok(Tally::default()))
}

/// Policies are listed by type. An organization that does not know a type (Classic has fewer) has none of it.
pub(super) async fn policies<S: FactSink>(context: &Context<'_, S>) -> Result<(), ScanError> {
    let class = ObjectClass::Policies;
    context.begin(class, Some(POLICY_TYPES.len() as u64));
    let mut tally = Tally::default();
    for policy_type in POLICY_TYPES {
        match of_type(context, policy_type, &mut tally).await? {
            Ok(rows) => {
                tally.read += 1;
                context.step(class, rows);
            }
            Err(fault) if is_unknown_type(&fault) => {
                tally.gone += 1;
                context.step(class, 0);
            }
            Err(fault) if fault.kind == FaultKind::Refused => {
                tally.refused += 1;
                tally
                    .first_refusal
                    .get_or_insert_with(|| format!("{policy_type}: {fault}. {}", fault.advice()));
            }
            Err(fault) => return context.end(class, Err(fault)),
        }
    }
    context.end(class, Ok(tally))
}

fn is_unknown_type(fault: &Fault) -> bool {
    fault.kind == FaultKind::Gone
        || matches!(fault.status, Some(400))
        || fault.code.as_deref() == Some("E0000015")
}

/// The policies of one type. Rules that cannot be read make the class partial; the policy itself is kept.
async fn of_type<S: FactSink>(
    context: &Context<'_, S>,
    policy_type: &str,
    tally: &mut Tally,
) -> Result<Result<u64, Fault>, ScanError> {
    let policies = match context
        .client(ObjectClass::Policies)
        .policies(policy_type)
        .all()
        .await
    {
        Ok(policies) => policies,
        Err(fault) => return Ok(Err(fault)),
    };
    for policy in &policies {
        let rules = match context
            .client(ObjectClass::Policies)
            .policy_rules(&policy.id)
            .all()
            .await
        {
            Ok(rules) => rules,
            Err(fault) if matches!(fault.kind, FaultKind::Gone | FaultKind::Refused) => {
                tally.refused += 1;
                tally
                    .first_refusal
                    .get_or_insert_with(|| format!("rules of {}: {fault}", policy.name));
                Vec::new()
            }
            Err(fault) => return Ok(Err(fault)),
        };
        put(context, policy, &rules)?;
    }
    Ok(Ok(policies.len() as u64))
}

fn put<S: FactSink>(
    context: &Context<'_, S>,
    policy: &Object<okta::Policy>,
    rules: &[Object<okta::PolicyRule>],
) -> Result<(), ScanError> {
    let row = Policy {
        id: &policy.id,
        policy_type: &policy.policy_type,
        name: &policy.name,
        status: &policy.status,
        priority: policy.priority,
        is_system: policy.system,
        created: time(policy.created),
        last_updated: time(policy.last_updated),
        raw: policy.raw.get(),
    };
    context.put(ObjectClass::Policies, Rows::Policies(&[row]))?;
    let rows: Vec<PolicyRule<'_>> = rules
        .iter()
        .map(|rule| PolicyRule {
            id: &rule.id,
            policy: &policy.id,
            name: &rule.name,
            status: &rule.status,
            priority: rule.priority,
            raw: rule.raw.get(),
        })
        .collect();
    context.put(ObjectClass::Policies, Rows::PolicyRules(&rows))
}
