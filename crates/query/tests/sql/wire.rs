//! A client of a few lines that speaks the PostgreSQL protocol, for what `psql` does not do: prepared statements
//! with parameters, and cancelling.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One message from the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) tag: char,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// A field of an error, for example `C` for its SQLSTATE.
    pub(crate) fn field(&self, code: u8) -> Option<String> {
        let mut fields = self.body.split(|byte| *byte == 0);
        fields
            .find(|field| field.first() == Some(&code))
            .map(|field| String::from_utf8_lossy(&field[1..]).into_owned())
    }

    /// The values of a data row, as text.
    pub(crate) fn values(&self) -> Vec<Option<String>> {
        let (mut rest, mut values) = (&self.body[2..], Vec::new());
        while let Some((len, after)) = rest.split_first_chunk::<4>() {
            let len = i32::from_be_bytes(*len);
            let (value, after) = after.split_at(usize::try_from(len).unwrap_or(0));
            values.push((len >= 0).then(|| String::from_utf8_lossy(value).into_owned()));
            rest = after;
        }
        values
    }
}

/// A signed-in connection.
pub(crate) struct Client {
    socket: TcpStream,
    address: SocketAddr,
    key: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr, password: &str) -> Self {
        let mut client = Self::greet(address).await;
        assert_eq!(client.receive().await.tag, 'R');
        client.send('p', &terminated(password)).await;
        for message in client.until_ready().await {
            if message.tag == 'K' {
                client.key = message.body;
            }
        }
        client
    }

    async fn greet(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).await.expect("connects");
        let mut client = Self {
            socket,
            address,
            key: Vec::new(),
        };
        let mut body = 196_608_i32.to_be_bytes().to_vec();
        body.extend(b"user\0tester\0database\0portolan\0\0");
        client.send_plain(&body).await;
        client
    }

    /// The error that a login is refused with.
    pub(crate) async fn refused(address: SocketAddr, password: &str) -> Message {
        let mut client = Self::greet(address).await;
        let first = client.receive().await;
        if first.tag == 'E' {
            return first;
        }
        client.send('p', &terminated(password)).await;
        let told = client.receive().await;
        assert_eq!(told.tag, 'E');
        told
    }

    /// Reads until the server has hung up.
    pub(crate) async fn until_closed(&mut self) {
        let mut rest = Vec::new();
        // A connection that was cut in the middle is closed too.
        let _ = self.socket.read_to_end(&mut rest).await;
    }

    /// Prepares `sql` under the name `kept`.
    pub(crate) async fn prepare(&mut self, sql: &str) {
        self.send('P', &[&b"kept\0"[..], &terminated(sql), &[0, 0]].concat())
            .await;
        self.send('S', b"").await;
        let messages = self.until_ready().await;
        assert!(messages.iter().any(|message| message.tag == '1'), "{messages:?}");
    }

    /// The first value that the prepared query gives, or the error.
    pub(crate) async fn count_prepared(&mut self) -> Result<String, String> {
        self.send('B', b"\0kept\0\0\0\0\0\0\0").await;
        self.send('E', b"\0\0\0\0\0").await;
        self.send('S', b"").await;
        let messages = self.until_ready().await;
        if let Some(error) = messages.iter().find(|message| message.tag == 'E') {
            return Err(error.field(b'M').unwrap_or_default());
        }
        let row = messages.iter().find(|message| message.tag == 'D');
        row.and_then(|row| row.values().remove(0))
            .ok_or_else(|| format!("{messages:?}"))
    }

    /// Runs `sql` with `parameters` as a prepared statement.
    pub(crate) async fn prepared(&mut self, sql: &str, parameters: &[&str]) -> Vec<Message> {
        self.send('P', &[&b"\0"[..], &terminated(sql), &[0, 0]].concat())
            .await;
        self.send('D', b"S\0").await;
        let mut bind = b"\0\0\0\0".to_vec();
        bind.extend((parameters.len() as i16).to_be_bytes());
        for parameter in parameters {
            bind.extend((parameter.len() as i32).to_be_bytes());
            bind.extend(parameter.as_bytes());
        }
        bind.extend([0, 0]);
        self.send('B', &bind).await;
        self.send('E', b"\0\0\0\0\0").await;
        self.send('S', b"").await;
        self.until_ready().await
    }

    /// What is told about the portal `name`.
    pub(crate) async fn describe_portal(&mut self, name: &str) -> Vec<Message> {
        self.send('D', &[b"P", terminated(name).as_slice()].concat())
            .await;
        self.send('S', b"").await;
        self.until_ready().await
    }

    /// Begins `sql` in the simple protocol without waiting for its rows.
    pub(crate) async fn begin(&mut self, sql: &str) {
        self.send('Q', &terminated(sql)).await;
    }

    /// Asks on another connection that the running query be ended.
    pub(crate) async fn cancel(&self) {
        let mut other = TcpStream::connect(self.address).await.expect("connects");
        let mut body = 80_877_102_i32.to_be_bytes().to_vec();
        body.extend(&self.key);
        let len = (body.len() as i32 + 4).to_be_bytes();
        other.write_all(&[&len[..], &body].concat()).await.expect("sends");
        let _ = other.read(&mut [0; 16]).await;
    }

    /// Everything up to the message that the server is ready for the next query.
    pub(crate) async fn until_ready(&mut self) -> Vec<Message> {
        self.until('Z').await
    }

    /// Everything up to the first message with this tag.
    pub(crate) async fn until(&mut self, tag: char) -> Vec<Message> {
        let mut messages = Vec::new();
        loop {
            let message = self.receive().await;
            let is_last = message.tag == tag;
            messages.push(message);
            if is_last {
                return messages;
            }
        }
    }

    async fn send(&mut self, tag: char, body: &[u8]) {
        let len = (body.len() as i32 + 4).to_be_bytes();
        self.socket
            .write_all(&[&[tag as u8][..], &len, body].concat())
            .await
            .expect("sends");
    }

    async fn send_plain(&mut self, body: &[u8]) {
        let len = (body.len() as i32 + 4).to_be_bytes();
        self.socket
            .write_all(&[&len[..], body].concat())
            .await
            .expect("sends");
    }

    async fn receive(&mut self) -> Message {
        let tag = char::from(self.socket.read_u8().await.expect("a tag"));
        let len = self.socket.read_i32().await.expect("a length");
        let mut body = vec![0; usize::try_from(len - 4).expect("a length")];
        self.socket.read_exact(&mut body).await.expect("a body");
        Message { tag, body }
    }
}

fn terminated(text: &str) -> Vec<u8> {
    [text.as_bytes(), b"\0"].concat()
}
