//! A cheap HTTP/1.1 client, so that the visitors do not cost more than the server.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::Outcome;

/// A connection that stays open.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// An HTTP answer, not decoded.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    /// Head and body.
    pub(crate) bytes: &'a [u8],
}

/// What the head of an answer says.
struct Head {
    status: u16,
    length: usize,
    body: usize,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Outcome<Answer<'_>> {
        self.received.clear();
        self.stream.write_all(request).await?;
        let mut head = None;
        loop {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if head.is_none() {
                head = Head::read(&self.received)?;
            }
            let Some(Head { status, length, body }) = head else { continue };
            if self.received.len() >= length + body {
                return Ok(Answer { status, bytes: &self.received });
            }
        }
    }
}

impl Head {
    /// `None` if the head is not complete.
    fn read(received: &[u8]) -> Outcome<Option<Self>> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut answer = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(length) = answer.parse(received)? else { return Ok(None) };
        let status = answer.code.unwrap_or_default();
        let body = body_length(answer.headers)?;
        Ok(Some(Self { status, length, body }))
    }
}

/// `Content-Length`, or 0.
pub(crate) fn body_length(headers: &[httparse::Header<'_>]) -> Outcome<usize> {
    let header = headers.iter().find(|it| it.name.eq_ignore_ascii_case("content-length"));
    let Some(header) = header else { return Ok(0) };
    Ok(std::str::from_utf8(header.value)?.trim().parse()?)
}
