//! The simulated API over HTTP, as a caller sees it.

mod faults;
mod operators;
mod running;
mod scenarios;
mod visitors;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use super::{Running, Simulator};

/// A caller of the simulated API, which listens until the caller is dropped.
struct Caller {
    kisi: Simulator,
    running: Running,
    http: reqwest::Client,
}

impl Caller {
    async fn of(kisi: &Simulator) -> Self {
        // This fails if another test has installed the provider, which exists once per process.
        rustls::crypto::ring::default_provider().install_default().ok();
        Self {
            kisi: kisi.clone(),
            running: kisi.listen("127.0.0.1:0").await.unwrap(),
            http: reqwest::Client::builder().retry(reqwest::retry::never()).build().unwrap(),
        }
    }

    fn request(&self, method: Method, path: &str, authorization: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.running.base_url());
        self.http.request(method, url).header("Authorization", authorization)
    }

    fn as_visitor(&self, method: Method, path: &str, secret: &str) -> RequestBuilder {
        self.request(method, path, &format!("KISI-GROUP-LINK {secret}"))
    }

    async fn locks(&self, secret: &str, query: &str) -> Answer {
        Answer::of(self.as_visitor(Method::GET, &format!("/locks{query}"), secret)).await
    }

    async fn unlock(&self, secret: &str, door: u64) -> Answer {
        let path = format!("/locks/{door}/unlock");
        Answer::of(self.as_visitor(Method::POST, &path, secret).json(&json!({}))).await
    }

    fn as_operator(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path, &format!("KISI-LOGIN {}", self.kisi.operator_key()))
    }

    async fn create_link(&self, link: Value) -> Answer {
        let body = json!({ "group_link": link });
        Answer::of(self.as_operator(Method::POST, "/group_links").json(&body)).await
    }

    async fn links(&self, query: &str) -> Answer {
        Answer::of(self.as_operator(Method::GET, &format!("/group_links{query}"))).await
    }
}

/// The parts of an answer that callers of Kisi use.
#[derive(Debug, PartialEq)]
struct Answer {
    status: u16,
    range: Option<String>,
    body: Value,
}

impl Answer {
    async fn of(request: RequestBuilder) -> Self {
        Self::read(request.send().await.unwrap()).await
    }

    async fn read(response: Response) -> Self {
        let range = response.headers().get("X-Collection-Range");
        Self {
            status: response.status().as_u16(),
            range: range.map(|range| range.to_str().unwrap().to_owned()),
            body: response.json().await.unwrap_or_default(),
        }
    }

    fn code(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }

    fn values_of(&self, field: &str) -> Vec<&Value> {
        self.body.as_array().unwrap().iter().map(|element| &element[field]).collect()
    }
}
