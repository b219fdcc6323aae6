//! Raw actix-web that answers every request with the same answer: what any server on it costs.

use std::io::Read as _;

use actix_web::{App, HttpResponse, HttpServer, http::StatusCode, web};
use bytes::Bytes;

use crate::{Outcome, print};

/// Headers that actix-web writes by itself.
const AUTOMATIC: &[&str] = &["content-length", "date"];

/// Serves the answer, head and body, that is read from the standard input, until the process is
/// killed.
pub(crate) async fn serve() -> Outcome<()> {
    let mut answer = Vec::new();
    std::io::stdin().read_to_end(&mut answer)?;
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Response::new(&mut headers);
    let head = parsed.parse(&answer)?;
    let httparse::Status::Complete(head) = head else { return Err("no whole answer".into()) };
    let status = StatusCode::from_u16(parsed.code.unwrap_or_default())?;
    let body = Bytes::copy_from_slice(&answer[head..]);
    let headers: Vec<_> = parsed
        .headers
        .iter()
        .filter(|header| !AUTOMATIC.contains(&header.name.to_ascii_lowercase().as_str()))
        .map(|header| Ok((header.name.try_into()?, header.value.try_into()?)))
        .collect::<Outcome<_>>()?;
    let headers: web::Data<Headers> = web::Data::new(headers);
    let server = HttpServer::new(move || {
        let (headers, body) = (headers.clone(), body.clone());
        App::new().default_service(web::to(move |_request_body: Bytes| {
            let mut answer = HttpResponse::build(status);
            for header in headers.iter() {
                answer.append_header(header.clone());
            }
            let answer = answer.body(body.clone());
            async move { answer }
        }))
    });
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    print(&listener.local_addr()?.to_string());
    Ok(server.workers(1).listen(listener)?.run().await?)
}

type Headers = Vec<(actix_web::http::header::HeaderName, actix_web::http::header::HeaderValue)>;
