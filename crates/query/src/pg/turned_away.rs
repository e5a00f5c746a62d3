//! What a client is told that comes while all places are taken.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long the client has to say its first words and to hear ours.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says that there are too many connections, in the clear: nothing was asked yet.
pub(super) async fn tell(mut socket: TcpStream, most: usize) {
    let talk = async {
        // What the client said must be taken off the line, or closing it throws our words away. How much it was does
        // not matter: its first message is shorter than this.
        let _heard: usize = socket.read(&mut [0; 1_024]).await?;
        socket.write_all(&refusal(most)).await?;
        socket.shutdown().await
    };
    // A client that does not listen is left alone.
    let _ = tokio::time::timeout(PATIENCE, talk).await;
}

/// An `ErrorResponse`. Source: PostgreSQL documentation, "Message Formats".
fn refusal(most: usize) -> Vec<u8> {
    let fields = [
        "SFATAL".to_owned(),
        "VFATAL".to_owned(),
        "C53300".to_owned(),
        format!("Mtoo many connections: {most} are served at once"),
        "Htry again later, or use a pool of fewer connections".to_owned(),
    ];
    let mut body: Vec<u8> = fields.iter().flat_map(|field| field.bytes().chain([0])).collect();
    body.push(0);
    let len = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    [&b"E"[..], &len.to_be_bytes(), &body].concat()
}
