//! What AWS says when it says no, and what to do about it.

use crate::fault::Fault;
use crate::http::Answer;
use serde_json::Value;
use std::time::Duration;

/// After a throttle.
const PAUSE: Duration = Duration::from_secs(10);

/// Code and text of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// `AccessDenied`, `NoSuchKey`, `QueueDoesNotExist` …; empty when none was given.
    pub(super) code: String,
    text: String,
}

impl Refusal {
    pub(super) fn of(answer: &Answer) -> Self {
        let body = answer.text();
        let (code, text) = of_json(&body).or_else(|| of_xml(&body)).unwrap_or_default();
        Self {
            status: answer.status.as_u16(),
            code,
            text: text.chars().take(300).collect(),
        }
    }

    /// Whether it will be taken if it is asked later.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self.status, 429 | 500..=599)
            || matches!(
                &*self.code,
                "RequestThrottled"
                    | "ThrottlingException"
                    | "Throttling"
                    | "SlowDown"
                    | "RequestTimeout"
                    | "OverLimit"
            )
    }

    /// In words for people. `who` is the service, `what` the thing that was asked of it.
    pub(super) fn fault(&self, who: &str, what: &str) -> Fault {
        let code = match &*self.code {
            "" => self.status.to_string(),
            code => format!("{} {code}", self.status),
        };
        let message = match self.text.trim() {
            "" => format!("{who} refused {what}: {code}"),
            text => format!("{who} refused {what}: {code}, {text}"),
        };
        if self.is_passing() {
            return Fault::new(message, "nothing to do: it is tried again").after(PAUSE);
        }
        Fault::new(message, advice(&self.code))
    }
}

fn advice(code: &str) -> &'static str {
    match code {
        "AccessDenied" | "AccessDeniedException" | "AllAccessDisabled" => {
            "allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue, s3:GetObject on \
             the bucket, and kms:Decrypt on the key when one encrypts them"
        }
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "InvalidAccessKeyId"
        | "InvalidSecurity"
        | "InvalidToken" => "the access key is not known or switched off: enter another one",
        "SignatureDoesNotMatch" | "IncompleteSignature" | "InvalidSignatureException" => {
            "the secret of the access key is not right: enter it again; look at region and address too"
        }
        "ExpiredToken" | "ExpiredTokenException" => {
            "the session token has ended: enter an access key that lasts"
        }
        "RequestTimeTooSkewed" | "RequestExpired" => "set the clock of this machine right",
        "QueueDoesNotExist" | "NonExistentQueue" | "InvalidAddress" => {
            "look at the address of the queue, and at the region"
        }
        "KmsAccessDenied" | "KmsDisabled" | "KmsNotFound" | "KmsInvalidState" => {
            "allow kms:Decrypt on the key that encrypts the queue, and look whether it is switched on"
        }
        _ => "look at the permissions of the access key, the region, and the address",
    }
}

/// `{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"…"}`.
fn of_json(body: &str) -> Option<(String, String)> {
    let value: Value = serde_json::from_str(body).ok()?;
    let code = value.get("__type").and_then(Value::as_str)?;
    let code = code.rsplit('#').next().unwrap_or(code);
    let text = value.get("message").or_else(|| value.get("Message"));
    let text = text.and_then(Value::as_str).unwrap_or_default();
    Some((bare(code), text.to_owned()))
}

/// `<Error><Code>NoSuchKey</Code><Message>…</Message></Error>`, the form of S3 and of the query protocol.
fn of_xml(body: &str) -> Option<(String, String)> {
    let part = |name: &str| {
        let (_, rest) = body.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>"))
            .map(|(text, _)| text.to_owned())
    };
    let code = part("Code")?;
    Some((bare(&code), part("Message").unwrap_or_default()))
}

/// `AWS.SimpleQueueService.NonExistentQueue` and `KMS.AccessDeniedException` without what stands before.
fn bare(code: &str) -> String {
    match code {
        "KMS.AccessDeniedException" => "KmsAccessDenied".to_owned(),
        _ => code.rsplit('.').next().unwrap_or(code).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Refusal {
        Refusal::of(&Answer {
            status: http::StatusCode::from_u16(status).unwrap(),
            headers: http::HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        })
    }

    #[test]
    fn both_forms_give_code_and_text() {
        let json = r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}"#;
        let fault = of(400, json).fault("SQS", "to read the queue");
        assert_eq!(
            fault.message,
            "SQS refused to read the queue: 400 QueueDoesNotExist, The specified queue does not exist."
        );
        assert!(fault.advice.contains("address of the queue") && fault.wait.is_none());
        let xml = "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code><Message>gone</Message><Key>k</Key></Error>";
        assert_eq!(of(404, xml).code, "NoSuchKey");
        let query = "<ErrorResponse><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code></Error></ErrorResponse>";
        assert_eq!(of(400, query).code, "NonExistentQueue");
        assert_eq!(of(502, "<html>").code, "");
    }

    #[test]
    fn what_passes_is_waited_for_and_what_does_not_is_told() {
        let slow = of(503, "<Error><Code>SlowDown</Code></Error>");
        assert!(slow.is_passing() && slow.fault("S3", "x").wait == Some(PAUSE));
        assert!(of(400, r#"{"__type":"ThrottlingException"}"#).is_passing());
        assert!(of(429, "").is_passing());
        let denied = of(
            403,
            "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
        );
        assert!(!denied.is_passing() && denied.fault("S3", "x").advice.contains("s3:GetObject"));
        let kms = of(400, r#"{"__type":"com.amazonaws.sqs#KmsAccessDenied"}"#);
        assert!(kms.fault("SQS", "x").advice.contains("kms:Decrypt"));
    }
}
