//! AWS CloudTrail, as the federation with Okta writes it.

use super::{Told, Worker, uid};
use serde_json::{Value, json};

const ACCOUNT: &str = "111111111111";

/// Looks at what runs, in a role session that began with the day. The sign-in itself is not told: it would want its
/// counterpart in Okta's log, and a rule looks for that.
pub(super) fn day(worker: &Worker<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    let looks = [
        ("ec2.amazonaws.com", "DescribeInstances"),
        ("s3.amazonaws.com", "ListBuckets"),
        ("cloudwatch.amazonaws.com", "DescribeAlarms"),
        ("rds.amazonaws.com", "DescribeDBInstances"),
    ];
    let many = usize::try_from(worker.key % 3).unwrap_or(0) + 2;
    for (number, (service, name)) in (1_usize..).zip(looks.iter().cycle().take(many)) {
        let after = i64::try_from(number).unwrap_or(0) * 23 * 60_000;
        told.push((after, call(worker, number, service, name, true, &json!({}))));
    }
    told
}

/// Makes a user with every right and a key, and stops the trail.
pub(super) fn theft(worker: &Worker<'_>) -> Vec<Told> {
    let iam = "iam.amazonaws.com";
    let made = json!({"userName": "svc-backup"});
    let rights =
        json!({"userName": "svc-backup", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"});
    let trail = json!({"name": format!("arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/organization")});
    vec![
        (0, sign_in(worker, 0)),
        (9_000, call(worker, 1, iam, "ListUsers", true, &json!({}))),
        (15_000, call(worker, 2, iam, "CreateUser", false, &made)),
        (19_000, call(worker, 3, iam, "AttachUserPolicy", false, &rights)),
        (24_000, call(worker, 4, iam, "CreateAccessKey", false, &made)),
        (
            41_000,
            call(
                worker,
                5,
                "cloudtrail.amazonaws.com",
                "StopLogging",
                false,
                &trail,
            ),
        ),
    ]
}

fn sign_in(worker: &Worker<'_>, number: usize) -> Value {
    let provider = format!("arn:aws:iam::{ACCOUNT}:saml-provider/Okta");
    let role = format!("arn:aws:iam::{ACCOUNT}:role/{}", worker.role);
    json!({
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "SAMLUser", "principalId": format!("{provider}:{}", worker.login),
            "userName": worker.login, "identityProvider": provider,
        },
        "eventSource": "sts.amazonaws.com", "eventName": "AssumeRoleWithSAML", "awsRegion": "us-east-1",
        "sourceIPAddress": worker.ip, "userAgent": "aws-internal/3",
        "requestParameters": {
            "roleArn": role, "principalArn": provider, "roleSessionName": worker.login, "durationSeconds": 3600,
        },
        "responseElements": {
            "subject": worker.login, "audience": "https://signin.aws.amazon.com/saml",
            "assumedRoleUser": {"arn": session(worker)},
        },
        "eventID": uid(worker, 0xa, number), "readOnly": true, "eventType": "AwsApiCall",
        "managementEvent": true, "recipientAccountId": ACCOUNT, "eventCategory": "Management",
    })
}

fn call(
    worker: &Worker<'_>,
    number: usize,
    service: &str,
    name: &str,
    is_reading: bool,
    parameters: &Value,
) -> Value {
    json!({
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "AssumedRole", "principalId": format!("AROAHARBORLINE{}:{}", worker.role, worker.login),
            "arn": session(worker), "accountId": ACCOUNT,
            "sessionContext": {"sessionIssuer": {
                "type": "Role", "principalId": format!("AROAHARBORLINE{}", worker.role),
                "arn": format!("arn:aws:iam::{ACCOUNT}:role/{}", worker.role), "accountId": ACCOUNT,
                "userName": worker.role,
            }},
        },
        "eventSource": service, "eventName": name, "awsRegion": "us-east-1",
        "sourceIPAddress": worker.ip, "userAgent": "aws-cli/2.27.1",
        "requestParameters": parameters, "responseElements": null,
        "eventID": uid(worker, 0xa, number), "readOnly": is_reading, "eventType": "AwsApiCall",
        "managementEvent": true, "recipientAccountId": ACCOUNT, "eventCategory": "Management",
    })
}

fn session(worker: &Worker<'_>) -> String {
    format!(
        "arn:aws:sts::{ACCOUNT}:assumed-role/{}/{}",
        worker.role, worker.login
    )
}
