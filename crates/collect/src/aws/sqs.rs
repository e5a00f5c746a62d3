//! One queue, in SQS's JSON protocol
//! (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html).

use super::credentials::Credentials;
use super::refusal::Refusal;
use super::sign::{Request, sign};
use crate::fault::Fault;
use crate::http::{Http, send};
use domain::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::Url;

/// Ten messages of 1 MiB at most, and what surrounds them.
const ANSWER_MOST: usize = 16 << 20;
const MESSAGES_MOST: u32 = 10;
const JSON: &str = "application/x-amz-json-1.0";

/// A message.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Message {
    #[serde(rename = "MessageId")]
    pub(super) id: String,
    #[serde(rename = "ReceiptHandle")]
    pub(super) receipt: String,
    #[serde(default)]
    pub(super) body: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

impl Message {
    /// How often it was given out, this time included.
    pub(super) fn receives(&self) -> u32 {
        let count = self.attributes.get("ApproximateReceiveCount");
        count.and_then(|text| text.parse().ok()).unwrap_or(1)
    }
}

#[derive(Deserialize)]
struct Received {
    #[serde(rename = "Messages", default)]
    messages: Option<Vec<Message>>,
}

/// A queue, and who asks it.
pub(super) struct Queue {
    pub(super) http: Http,
    pub(super) url: Url,
    /// Asked in place of the host of the queue's address.
    pub(super) endpoint: Option<Url>,
    pub(super) region: String,
    pub(super) credentials: Credentials,
}

impl Queue {
    /// Waits for messages, so many seconds at most; they are hidden from others for `hidden_s`.
    pub(super) async fn receive(
        &self,
        wait_s: u32,
        hidden_s: u32,
        now: Timestamp,
    ) -> Result<Vec<Message>, Fault> {
        let asked = json!({
            "QueueUrl": self.url.as_str(),
            "MaxNumberOfMessages": MESSAGES_MOST,
            "WaitTimeSeconds": wait_s,
            "VisibilityTimeout": hidden_s,
            "MessageSystemAttributeNames": ["ApproximateReceiveCount"],
        });
        let body = self.call("ReceiveMessage", &asked, now).await?;
        let received: Received = serde_json::from_slice(&body).map_err(|_| {
            Fault::new(
                "what answers at the address of the queue is not SQS",
                "look at the address of the queue, and at the proxy",
            )
        })?;
        Ok(received.messages.unwrap_or_default())
    }

    /// Has a message forgotten.
    pub(super) async fn delete(&self, message: &Message, now: Timestamp) -> Result<(), Fault> {
        let asked = json!({ "QueueUrl": self.url.as_str(), "ReceiptHandle": message.receipt });
        self.call("DeleteMessage", &asked, now).await.map(drop)
    }

    /// Has a message hidden for so long from now on.
    pub(super) async fn hide(&self, message: &Message, for_s: u32, now: Timestamp) -> Result<(), Fault> {
        let asked = json!({
            "QueueUrl": self.url.as_str(),
            "ReceiptHandle": message.receipt,
            "VisibilityTimeout": for_s,
        });
        self.call("ChangeMessageVisibility", &asked, now).await.map(drop)
    }

    async fn call(&self, action: &str, asked: &Value, now: Timestamp) -> Result<Vec<u8>, Fault> {
        let mut url = self.endpoint.clone().unwrap_or_else(|| self.url.clone());
        url.set_path("/");
        url.set_query(None);
        let target = format!("AmazonSQS.{action}");
        let body = asked.to_string();
        let keys = self.credentials.keys(&self.http, now).await?;
        let headers = [("content-type", JSON), ("x-amz-target", target.as_str())];
        let request = Request {
            method: "POST",
            url: &url,
            headers: &headers,
            body: body.as_bytes(),
            region: &self.region,
            service: "sqs",
        };
        let mut ask = self.http.client(&url).post(url.clone());
        let signed = sign(&request, &keys, now);
        for (name, value) in headers {
            ask = ask.header(name, value);
        }
        for (name, value) in signed {
            ask = ask.header(name, value);
        }
        let answer = send(ask.body(body), "SQS", ANSWER_MOST).await?;
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(Refusal::of(&answer).fault("SQS", action))
        }
    }
}
