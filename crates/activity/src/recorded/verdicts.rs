//! Agreement with rules of others on labelled events.

use super::{lines, source_of};
use crate::detect::{NoGraph, RuleSet, Scratch, Tuning, shipped};
use crate::event::{Batch, Moment};
use crate::normalise::{Normaliser, Origin};

/// A labelled rule and the rule of ours that looks for the same.
const SAME: [(&str, &str); 69] = [
    ("Okta.APIKeyRevoked", "okta.api-token-revoked"),
    ("Okta.APIKeyCreated", "okta.api-token-created"),
    ("Okta.AdminRoleAssigned", "okta.admin-role-granted"),
    ("Okta.Anonymizing.VPN.Login", "okta.proxy-sign-in"),
    ("Okta.App.Unauthorized.Access.Attempt", "okta.app-access-refused"),
    (
        "Okta.Group.Admin.Role.Assigned",
        "okta.admin-role-granted-to-group",
    ),
    ("Okta.Identity.Provider.Created.Modified", "okta.idp-changed"),
    ("Okta.Identity.Provider.SignIn", "okta.idp-sign-in"),
    (
        "Okta.New.Behavior.Accessing.Admin.Console",
        "okta.admin-console-new-behaviour",
    ),
    ("Okta.Org2org.Creation.Modification", "okta.org2org-changed"),
    ("Okta.PasswordAccess", "okta.app-password-revealed"),
    ("Okta.Password.Extraction.via.SCIM", "okta.password-push-enabled"),
    ("Okta.Phishing.Attempt.Blocked.FastPass", "okta.fastpass-phishing"),
    ("Okta.Rate.Limits", "okta.rate-limit-violated"),
    ("Okta.Refresh.Access.Token.Reuse", "okta.refresh-token-reused"),
    ("Okta.Support.Access", "okta.support-impersonation"),
    ("Okta.Support.Reset", "okta.support-reset"),
    (
        "Okta.ThreatInsight.Security.Threat.Detected",
        "okta.threat-insight",
    ),
    ("Okta.User.Account.Locked", "okta.account-locked"),
    ("Okta.User.MFA.Factor.Suspend", "okta.factor-suspended"),
    ("Okta.User.MFA.Reset.All", "okta.mfa-reset"),
    (
        "Okta.User.Reported.Suspicious.Activity",
        "okta.user-reported-activity",
    ),
    ("Okta.Global.MFA.Disabled", "okta.org-factor-disabled"),
    ("Standard.BruteForceByIP", "okta.password-spray"),
    ("Standard.MFADisabled", "okta.mfa-disabled"),
    (
        "AWS.CloudTrail.AttemptToLeaveOrg",
        "aws.account-leaves-organization",
    ),
    (
        "AWS.CloudTrail.AMIModifiedForPublicAccess",
        "aws.snapshot-made-public",
    ),
    ("AWS.CloudTrail.SnapshotMadePublic", "aws.snapshot-made-public"),
    ("AWS.CloudTrail.DNSLogsDeleted", "aws.monitoring-disabled"),
    ("AWS.VPCFlow.LogsDeleted", "aws.monitoring-disabled"),
    ("AWS.ConfigService.DisabledDeleted", "aws.monitoring-disabled"),
    ("AWS.CloudTrail.Stopped", "aws.trail-stopped"),
    (
        "AWS.CloudTrail.IAMCompromisedKeyQuarantine",
        "aws.key-quarantined",
    ),
    (
        "AWS.CloudTrail.RootAccessKeyCreated",
        "aws.root-credentials-changed",
    ),
    (
        "AWS.CloudTrail.RootPasswordChanged",
        "aws.root-credentials-changed",
    ),
    ("AWS.CloudTrail.PasswordSpraying", "aws.console-login-failed"),
    ("AWS.Console.LoginWithoutMFA", "aws.console-login-without-mfa"),
    ("AWS.Console.RootLogin", "aws.root-console-login"),
    ("AWS.Console.RootLoginFailed", "aws.root-login-failed"),
    (
        "AWS.Console.GetSigninToken.Abuse",
        "aws.signin-token-not-from-console",
    ),
    (
        "AWS.IAM.AttachAdminRolePolicy",
        "aws.administrator-policy-attached",
    ),
    (
        "AWS.IAM.AttachAdminUserPolicy",
        "aws.administrator-policy-attached",
    ),
    ("AWS.IAM.Backdoor.User.Keys", "aws.access-key-for-other-user"),
    ("AWS.Root.Activity", "aws.root-activity"),
    ("AWS.STS.GetCallerIdentity.TruffleHog", "aws.key-scanner"),
    (
        "AWS.CloudTrail.IMDSCredentialExfiltration",
        "aws.instance-credentials-elsewhere",
    ),
    ("AWS.Suspicious.SAML.Activity", "aws.federation-changed"),
    ("AWS.User.Login.Profile.Modified", "aws.login-profile-changed"),
    (
        "GitHub.Advanced.Security.Change",
        "github.advanced-security-disabled",
    ),
    (
        "GitHub.Branch.PolicyOverride",
        "github.branch-protection-overridden",
    ),
    (
        "GitHub.Branch.ProtectionDisabled",
        "github.branch-protection-overridden",
    ),
    ("GitHub.Org.AuthChange", "github.org-sign-in-weakened"),
    ("GitHub.Org.IpAllowlist", "github.ip-allow-list-changed"),
    ("GitHub.Org.Modified", "github.member-changed"),
    ("GitHub.Repo.HookModified", "github.webhook-changed"),
    ("GitHub.Webhook.Modified", "github.webhook-changed"),
    ("GitHub.Repo.RulesetModified", "github.ruleset-changed"),
    ("GitHub.Secret.Scanning.Alert.Created", "github.secret-found"),
    ("GitHub.Team.Modified", "github.team-changed"),
    (
        "GitHub.Workflow.PermissionsModified",
        "github.workflow-permissions-changed",
    ),
    (
        "Github.Organization.App.Integration.Installed",
        "github.integration-installed",
    ),
    ("Github.Public.Repository.Created", "github.repo-made-public"),
    ("Github.Repo.VisibilityChange", "github.repo-made-public"),
    ("Github.Repo.CollaboratorChange", "github.collaborator-changed"),
    ("Github.Repository.Transfer", "github.repo-transferred"),
    ("Standard.AdminRoleAssigned", "github.owner-added"),
    ("Teleport.AuthErrors", "teleport.auth-errors"),
    (
        "Teleport.CompanyDomainLoginWithoutSAML",
        "teleport.company-user-without-sso",
    ),
    ("Teleport.LocalUserLoginWithoutMFA", "teleport.login-without-mfa"),
];

/// More of the same, of one source.
const TELEPORT: [(&str, &str); 6] = [
    ("Teleport.LockCreated", "teleport.lock-created"),
    ("Teleport.LongLivedCerts", "teleport.long-lived-certificate"),
    ("Teleport.NetworkScanning", "teleport.network-scan"),
    ("Teleport.RootLogin", "teleport.root-session"),
    ("Teleport.ScheduledJobs", "teleport.scheduled-job"),
    ("Teleport.SuspiciousCommands", "teleport.suspicious-command"),
];

#[test]
fn shipped_rules_agree_with_labelled_events() {
    let set = RuleSet::new(
        shipped::rules(&Tuning::default())
            .unwrap()
            .into_iter()
            .map(|rule| crate::detect::Rule {
                enabled: true,
                ..rule
            })
            .collect(),
    );
    let (mut agreed, mut judged) = (0, 0);
    let mut table = String::new();
    for source in [
        "okta_system_log",
        "aws_cloudtrail",
        "github_audit",
        "teleport_audit",
    ] {
        let Some(records) = lines(&format!("verdicts-{source}.ndjson")) else {
            return;
        };
        for record in records {
            let labelled = record["rule_id"].as_str().unwrap();
            let same = SAME
                .iter()
                .chain(&TELEPORT)
                .find(|(theirs, _)| *theirs == labelled);
            let Some((_, ours)) = same.filter(|(_, ours)| is_of(ours, source)) else {
                continue;
            };
            let expected = record["expected"].as_bool().unwrap();
            let said = says(&set, ours, source, &record["event"]);
            judged += 1;
            agreed += u32::from(said == expected);
            if said != expected {
                table.push_str(&format!(
                    "{labelled} | {ours} | {} | labelled {expected}, ours {said}{}\n",
                    record["test_name"].as_str().unwrap(),
                    if record.get("mocks").is_some_and(|mocks| !mocks.is_null()) {
                        " (mocks)"
                    } else {
                        ""
                    },
                ));
            }
        }
    }
    let share = f64::from(agreed) / f64::from(judged) * 100.0;
    println!("verdicts: {agreed} of {judged} agree ({share:.1} %)\n{table}");
    assert!(share >= 95.0, "only {share:.1} % agree\n{table}");
}

fn is_of(rule: &str, source: &str) -> bool {
    rule.split('.')
        .next()
        .is_some_and(|start| source.starts_with(start))
}

/// Whether the event counts for that rule.
fn says(set: &RuleSet, rule: &str, source: &str, event: &serde_json::Value) -> bool {
    let input = event.to_string().into_bytes();
    let mut batch = Batch::default();
    let source = source_of(source).unwrap();
    Normaliser::new().intake(Origin { source, org: "acme" }, &input, Moment(0), &mut batch);
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    let event = batch.event(0, Some(&input)).unwrap();
    set.judge(&event, &NoGraph, &mut scratch, &mut hits);
    hits.iter()
        .any(|hit| hit.step == 0 && set.rules()[hit.rule as usize].id == rule)
}
